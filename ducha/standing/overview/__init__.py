"""总览: the month on one printed page, for leaders."""
