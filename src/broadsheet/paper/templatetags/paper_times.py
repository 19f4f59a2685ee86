"""Instants in the paper's zone, for pages of the desk."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import formats

register = template.Library()


@register.filter
def in_zone(instant: datetime, zone: ZoneInfo) -> str:
    """An instant (aware) in a zone, with the zone's name: “2 May 2026, 07:05 CEST”."""
    local = instant.astimezone(zone)
    return f"{formats.date_format(local, 'j F Y, H:i')} {local.tzname()}"


@register.filter
def clock(instant: datetime, zone: ZoneInfo) -> str:
    """The time of day in a zone."""
    return formats.date_format(instant.astimezone(zone), "H:i")
