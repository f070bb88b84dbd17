"""The static picture of events for print: SVG, PDF and PNG, drawn without a browser."""

from geomap.render.figures.drawing import MissingExtraError, check, figure

__all__ = ["MissingExtraError", "check", "figure"]
