"""A rendering notes what it read, reads one snapshot, and cannot write."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connections, router

from broadsheet.changes import orders, recorder
from broadsheet.changes.errors import NotRecording
from broadsheet.changes.models import Order
from broadsheet.changes.readers import READERS, ReadersRouter, reading_as_a_reader
from broadsheet.changes.tags import EVERYTHING, Tag

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(databases=["default", "readers"]),
]

BERLIN = ZoneInfo("Europe/Berlin")


def test_every_record_carries_the_tag_of_everything() -> None:
    with recorder.recording() as record:
        pass
    assert record.tags == {EVERYTHING}
    assert record.until is None


@pytest.mark.django_db(transaction=True, databases=["default", "readers"], serialized_rollback=True)
def test_a_record_holds_what_was_noted_and_the_newest_order() -> None:
    Order.objects.create(paper=1, tags=[], cause="a test", placed_at=datetime.now(UTC))
    with recorder.recording() as record:
        recorder.note(Tag("article:7"), Tag("list:all:head"))
        recorder.note(Tag("article:7"))
    assert record.tags == {EVERYTHING, Tag("article:7"), Tag("list:all:head")}
    assert record.order == orders.latest()


def test_outside_a_rendering_noting_does_nothing_and_the_clock_is_refused() -> None:
    recorder.note(Tag("article:7"))
    assert not recorder.is_recording()
    with pytest.raises(NotRecording):
        recorder.today(BERLIN)
    with pytest.raises(NotRecording):
        recorder.now(until=datetime.now(UTC))


def test_a_record_does_not_leak_into_the_next_even_after_a_fault() -> None:
    def falls_over() -> None:
        with recorder.recording():
            recorder.note(Tag("article:7"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        falls_over()
    assert not recorder.is_recording()
    with recorder.recording() as record:
        pass
    assert Tag("article:7") not in record.tags


def test_the_papers_date_stands_until_its_next_midnight() -> None:
    late = datetime(2019, 3, 1, 22, 59, tzinfo=UTC)  # 23:59 in Berlin
    with recorder.recording(at=late) as record:
        assert recorder.today(BERLIN) == date(2019, 3, 1)
    assert record.until == datetime(2019, 3, 1, 23, 0, tzinfo=UTC)
    with recorder.recording(at=late + timedelta(minutes=1)) as record:
        assert recorder.today(BERLIN) == date(2019, 3, 2)


@pytest.mark.parametrize(
    ("day", "midnight"),
    [
        (date(2026, 3, 28), datetime(2026, 3, 28, 23, 0, tzinfo=UTC)),  # eve of summer time
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),  # the short day itself
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),  # the long day
    ],
)
def test_the_date_stands_until_midnight_on_days_when_the_clocks_change(
    day: date, midnight: datetime
) -> None:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=BERLIN)
    with recorder.recording(at=noon) as record:
        assert recorder.today(BERLIN) == day
    assert record.until == midnight


def test_the_earliest_of_several_instants_counts() -> None:
    start = datetime(2019, 3, 1, tzinfo=UTC)
    with recorder.recording(at=start) as record:
        assert recorder.now(until=start + timedelta(hours=2)) == start
        recorder.stands_until(start + timedelta(hours=1))
        recorder.stands_until(start + timedelta(hours=3))
    assert record.until == start + timedelta(hours=1)


def test_a_rendering_is_sent_to_the_readers_connection_for_reading_and_writing() -> None:
    assert router.db_for_read(Order) == "default"
    with reading_as_a_reader():
        assert router.db_for_read(Order) == READERS
        assert router.db_for_write(Order) == READERS
    assert router.db_for_read(Order) == "default"


def test_migrations_never_run_on_the_readers_connection() -> None:
    assert ReadersRouter().allow_migrate(READERS, "broadsheet_changes") is False
    assert ReadersRouter().allow_migrate("default", "broadsheet_changes") is None


def test_the_readers_connection_is_told_that_it_cannot_write() -> None:
    # Tests run both names on one connection; what matters is what the real one is given.
    options = connections.settings[READERS]["OPTIONS"]
    told = options.get("init_command", "") + options.get("options", "")
    assert "query_only=ON" in told or "default_transaction_read_only=on" in told
