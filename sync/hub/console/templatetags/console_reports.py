"""How lists of defect reports can be ordered and what is late in them, as people call it, for templates."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sync.hub.reports.search import Late, Order

register = template.Library()

_ORDERS = {
    Order.NEWEST: gettext_noop("the newest first"),
    Order.OLDEST: gettext_noop("the oldest first"),
    Order.DUE: gettext_noop("by the promised day"),
    Order.DISTRICT: gettext_noop("by district"),
    Order.CATEGORY: gettext_noop("by category"),
}
_LATES = {
    Late.REVIEW: gettext_noop("not looked at in time"),
    Late.DUE: gettext_noop("promised day gone by"),
}


@register.filter
def order_words(order: Order) -> str:
    """An order of the list."""
    return _(_ORDERS[order])


@register.filter
def late_words(late: Late) -> str:
    """What is late."""
    return _(_LATES[late])
