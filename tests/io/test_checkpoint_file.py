import numpy as np
import pytest
from hypothesis import given

from grnstudio.errors import FileFormatError
from grnstudio.io import checkpoint_file
from tests.io.sameness import same
from tests.io.strategies import checkpoints

CHECKPOINT = {
    "step": 7,
    "loss": float("inf"),
    "optimizer": {"name": "Adam", "rates": [0.1, None, True]},
    "parameters": np.arange(6.0).reshape(2, 3).T,
    "rng": np.arange(3, dtype=np.uint8),
    "count": np.array(3),
}


@given(checkpoints)
def test_every_checkpoint_comes_back_as_it_was(checkpoint):
    assert same(checkpoint_file.decode(checkpoint_file.encode(checkpoint), "a"), checkpoint)


def test_a_checkpoint_is_one_file(tmp_path):
    checkpoint_file.write(CHECKPOINT, tmp_path / "a.safetensors")
    assert same(checkpoint_file.read(tmp_path / "a.safetensors"), CHECKPOINT)
    assert len(list(tmp_path.iterdir())) == 1


def test_numbers_of_numpy_come_back_as_plain_ones():
    data = checkpoint_file.encode({"a": np.float32(0.5), "b": [np.int64(2)], "c": np.bool_(True)})
    assert checkpoint_file.decode(data, "a") == {"a": 0.5, "b": [2], "c": True}


def test_arrays_in_the_other_byte_order_keep_their_values():
    data = checkpoint_file.encode({"a": np.array([1.5, 2.5], ">f8")})
    assert checkpoint_file.decode(data, "a")["a"].tolist() == [1.5, 2.5]


def test_a_checkpoint_cut_anywhere_is_refused_in_words():
    data = checkpoint_file.encode(CHECKPOINT)
    for end in range(len(data)):
        with pytest.raises(FileFormatError, match=r"a\.safetensors is"):
            checkpoint_file.decode(data[:end], "a.safetensors")


def test_a_file_of_weights_is_no_checkpoint(tmp_path):
    from safetensors.numpy import save

    with pytest.raises(FileFormatError, match="no checkpoint of GRNStudio"):
        checkpoint_file.decode(save({"a": np.ones(2)}), "a")
