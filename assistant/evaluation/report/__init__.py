"""One page about a run that a city officer can read: page.py puts it together, charts.py draws."""
