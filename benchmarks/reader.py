"""Speed and scaling of the reader: characters a second, and the time ratio when the input grows 2×, 4×, 8×.

Run: python benchmarks/reader.py [--big]      (one core; --big adds a file of 10 MB)
"""

from __future__ import annotations

import argparse
import time
from datetime import date

from tocsin.reading import read

PUBLISHED = date(2024, 3, 1)
REPORT = (
    "KYIV: The plant in the north could build at least 300 drones a month by the end of the year, two officials "
    "familiar with the programme told the Evening Courier on Friday.\n\n"
    "“We have seen hundreds of engines arrive since 5 January,” said Maria Holm, head of the Harbour Institute, who "
    "added that deliveries had doubled from 40 to 80 a week.\n\n"
    "The ministry denied the report. It said in a statement that the $1.2 billion contract, signed in March 2023, covers "
    "spare parts only, while the manufacturer said output would rise by 20 to 30 percent over the next two years.\n\n"
)
HOSTILE = {
    "news": REPORT,
    "A_space": "A ",
    "digits": "9" * 100 + " ",
    "one long number": "7",
    "one long word": "x",
    "nested quotes": "“‘“",
    "open brackets": "((",
    "commas": "said, ",
    "reporting verbs": "said that he said ",
    "ranges": "1-",
    "and": "Alpha and ",
    "mixed scripts": "Завод 工厂 مصنع 3 ",
    "right-to-left marks": "\u202e\u200f12 дронов\u202c ",
    "null bytes": "\x00a 5 ",
    "no sentence end": "the officials of the ministry of the state in May ",
    "line breaks": "\n",
    "hyphens": "one-",
    "contractions": "they’ll ",
}


def seconds(text: str, repeats: int = 3) -> float:
    """Best of several runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        read(text, PUBLISHED)
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--big", action="store_true", help="also read 10 MB")
    parser.add_argument("--size", type=int, default=25_000, help="characters of the smallest input")
    arguments = parser.parse_args()
    print(f"{'input':22s} {'characters':>10s} {'chars/s':>12s}   time ratio at 2x, 4x, 8x")
    for name, unit in HOSTILE.items():
        texts = [(unit * (arguments.size * k // len(unit) + 1))[: arguments.size * k] for k in (1, 2, 4, 8)]
        times = [seconds(text) for text in texts]
        ratios = ", ".join(f"{t / times[0]:5.2f}" for t in times[1:])
        print(f"{name:22s} {len(texts[-1]):10d} {len(texts[-1]) / times[-1]:12,.0f}   {ratios}")
    if arguments.big:
        text = REPORT * (10_000_000 // len(REPORT))
        taken = seconds(text, repeats=1)
        print(f"{'10 MB of news':22s} {len(text):10d} {len(text) / taken:12,.0f}")


if __name__ == "__main__":
    main()
