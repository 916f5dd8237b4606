"""Items are worked on apart, so that none can hang or break the rest."""

import os
import time

from tests.suites.workers import results


def odd(number):
    if number == 2:
        time.sleep(60)
    if number == 4:
        os._exit(1)
    return number * 10


def test_an_item_that_hangs_or_crashes_has_no_result_and_harms_no_other():
    found = {item: result for item, result, _ in results(odd, range(6), 2, 1.5)}
    assert found == {0: 0, 1: 10, 2: None, 3: 30, 4: None, 5: 50}
