"""PDF matrices: where is what is drawn in a space of its own, and how is it turned?

A matrix is (a, b, c, d, e, f): x, y goes to a x + c y + e, b x + d y + f (ISO 32000-1, 8.3.4).
"""

from math import atan2, degrees

_UPRIGHT = 6  # degrees from a quarter turn: as a skew scan is

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does what one does, then what another does."""
    a, b, c, d, e, f = first
    k, m, n, p, q, r = then
    return (
        a * k + b * n,
        a * m + b * p,
        c * k + d * n,
        c * m + d * p,
        e * k + f * n + q,
        e * m + f * p + r,
    )


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a point goes."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def turn_of(a: float, b: float) -> int:
    """Return a direction in degrees counter-clockwise; one that is nearly a quarter turn is one."""
    angle = degrees(atan2(b, a)) % 360
    quarter = round(angle / 90) * 90
    return (quarter if abs(angle - quarter) <= _UPRIGHT else round(angle)) % 360
