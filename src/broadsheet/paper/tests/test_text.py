"""Text on its way to the public."""

from broadsheet.paper.text import lines, one_line


def test_a_line_is_in_nfc_without_control_characters_or_doubled_spaces() -> None:
    assert one_line(" Cafe\u0301\x0b  du\x00 Nord\x07 ") == "Caf\u00e9 du Nord"


def test_lines_stay_lines_and_a_soft_break_is_one() -> None:
    assert lines("Publisher\r\n  12\x0bQuay \n\nAda Brook") == "Publisher\n12\nQuay\n\nAda Brook"
