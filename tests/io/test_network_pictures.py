import numpy as np

from grnstudio.io.network_examples import examples, load_example
from grnstudio.io.network_pictures import courses
from tests.network_pictures import course


def test_every_example_has_its_picture():
    kept = courses()
    assert set(kept) == {one.key for one in examples()}
    for one in examples():
        assert np.isfinite(kept[one.key].values).all()
        assert kept[one.key].end == one.end


def test_a_picture_of_rate_equations_shows_what_its_network_does():
    for one in examples():
        if one.key in ("repressilator", "goldbeter-circadian"):
            made, kept = course(one, load_example(one.key)), courses()[one.key]
            assert made.names == kept.names
            np.testing.assert_allclose(made.values, kept.values, rtol=2e-3, atol=1e-2)
