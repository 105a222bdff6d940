"""What a system of linear facts says of its unknowns: the least and the most each can be."""

from fractions import Fraction
from math import inf

Fact = tuple[dict[str, int], float, float]  # coefficients, and what their sum is at least, at most


def interval(target: str, facts: list[Fact]) -> tuple[float, float]:
    """The least and the most that one unknown can be, where none is below nought; the system must
    have a solution.
    """
    facts = _touching(target, facts)
    names = sorted({name for about, _, _ in facts for name in about} | {target})
    rows = []
    for about, low, high in facts:
        line = [Fraction(about.get(name, 0)) for name in names]
        rows.append((line, Fraction(high)))
        rows.append(([-each for each in line], -Fraction(low)))
    at = names.index(target)
    unit = [Fraction(int(each == at)) for each in range(len(names))]
    return -_most([-each for each in unit], rows), _most(unit, rows)


def simpler(facts: list[Fact]) -> list[Fact]:
    """The same system without what follows from the bounds of its unknowns, and with what is known
    exactly put in.
    """
    low: dict[str, float] = {name: 0.0 for about, _, _ in facts for name in about}
    high = dict.fromkeys(low, inf)
    for about, least, most in facts:
        if len(about) == 1:
            ((name, by),) = about.items()
            assert by == 1
            low[name], high[name] = max(low[name], least), min(high[name], most)
    known = {name: low[name] for name in low if low[name] == high[name]}
    kept = [({name: 1}, low[name], high[name]) for name in low if high[name] < inf]
    for about, least, most in facts:
        left = {name: by for name, by in about.items() if name not in known}
        by_known = sum(by * known[name] for name, by in about.items() if name in known)
        ends = [sorted((by * low[name], by * high[name])) for name, by in left.items()]
        if left and not (
            sum(end[0] for end in ends) >= least - by_known
            and sum(end[1] for end in ends) <= most - by_known
        ):
            kept.append((left, least - by_known, most - by_known))
    return kept


def _touching(target: str, facts: list[Fact]) -> list[Fact]:
    """The facts that have to do with an unknown, however far off; the same one once."""
    left = {(tuple(sorted(about.items())), low, high) for about, low, high in facts}
    known, found = {target}, []
    while more := [each for each in left if known & {name for name, _ in each[0]}]:
        left -= {*more}
        found += more
        known |= {name for about, _, _ in more for name, _ in about}
    return [(dict(about), low, high) for about, low, high in sorted(found)]


def _most(aim: list[Fraction], rows: list[tuple[list[Fraction], Fraction]]) -> float:
    """The most the aim can be where each row is at most its number: simplex with Bland's rule,
    begun by one artificial unknown.
    """
    many = len(aim)
    table = [
        [*line, *_unit(at, len(rows)), Fraction(-1), bound] for at, (line, bound) in _numbered(rows)
    ]
    base = [many + at for at in range(len(rows))]
    spare = many + len(rows)
    worst = min(range(len(rows)), key=lambda at: table[at][-1])
    if table[worst][-1] < 0:
        _pivot(table, base, worst, spare)
        _climb(table, base, [Fraction(0)] * spare + [Fraction(-1)], spare + 1)
        assert all(table[at][-1] == 0 for at, name in enumerate(base) if name == spare), (
            "no solution"
        )
        for at, name in enumerate(base):
            if name == spare:
                into = next(each for each in range(spare) if table[at][each] != 0)
                _pivot(table, base, at, into)
    full = [*aim, *[Fraction(0)] * (len(rows) + 1)]
    if not _climb(table, base, full, spare):
        return float("inf")
    return float(sum(full[name] * table[at][-1] for at, name in enumerate(base)))


def _numbered(rows):
    return enumerate(rows)


def _unit(at: int, size: int) -> list[Fraction]:
    return [Fraction(int(each == at)) for each in range(size)]


def _climb(table, base, aim, allowed) -> bool:
    """Pivots until nothing makes the aim more; False where nothing bounds it."""
    while True:
        gains = (
            (
                each,
                aim[each]
                - sum(aim[name] * row[each] for name, row in zip(base, table, strict=True)),
            )
            for each in range(allowed)
            if each not in base
        )
        into = next((each for each, gain in gains if gain > 0), None)
        if into is None:
            return True
        steps = [
            (row[-1] / row[into], base[at], at) for at, row in enumerate(table) if row[into] > 0
        ]
        if not steps:
            return False
        _pivot(table, base, min(steps)[2], into)


def _pivot(table, base, at, into) -> None:
    unit = table[at][into]
    table[at] = [each / unit for each in table[at]]
    for other, row in enumerate(table):
        if other != at and row[into]:
            by = row[into]
            table[other] = [each - by * own for each, own in zip(row, table[at], strict=True)]
    base[at] = into
