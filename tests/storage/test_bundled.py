import pytest

from masthead.errors import UnreadableInput, UsageError
from masthead.storage import bundled


def test_the_demo_corpus_is_found():
    assert (bundled("corpora/demo") / "corpus.toml").is_file()


def test_data_that_is_not_there_is_named():
    with pytest.raises(UnreadableInput, match="'corpora/none' is not part of this installation"):
        bundled("corpora/none")


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd"])
def test_names_do_not_lead_out_of_the_package(name):
    with pytest.raises(UsageError):
        bundled(name)
