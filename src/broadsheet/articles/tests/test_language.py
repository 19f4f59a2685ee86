"""The language of a story is one that a browser understands, or none."""

import pytest
from django.core.exceptions import ValidationError

from tests.builders import an_article

pytestmark = pytest.mark.django_db(databases=["default", "readers"])


@pytest.mark.parametrize("language", ["", "de", "pt-BR", "zh-Hant-TW"])
def test_a_tag_is_taken(language: str) -> None:
    assert an_article(language=language).language == language


@pytest.mark.parametrize("language", ["German", "de_DE", 'de" onclick="', "d"])
def test_what_is_no_tag_is_refused(language: str) -> None:
    with pytest.raises(ValidationError, match="BCP 47"):
        an_article(language=language)
