"""Figures of a source tree, for the table in docs/architecture.md.

    python scripts/measure_house.py [TREE ...]      each TREE a checkout, such as one of an older commit; default: this one

Statements are nodes of `ast.stmt` without docstrings; tokens are those of `tokenize` without comments, docstrings and
line breaks, so that neither layout nor words count. A circle is a set of modules that import one another in a round,
imports inside functions and for type checking included.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path

import grimp

Function = ast.FunctionDef | ast.AsyncFunctionDef
SKIPPED = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
DEFENCE = ("defence", "calibration")  # one room until 0.1, two since


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def docstrings(tree: ast.AST) -> Iterator[ast.Expr]:
    """Docstrings, and strings that stand alone under an attribute."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield node


def statements(tree: ast.AST) -> int:
    return sum(isinstance(node, ast.stmt) for node in ast.walk(tree)) - len(list(docstrings(tree)))


def tokens(text: str, tree: ast.AST) -> int:
    spans = [(node.lineno, node.end_lineno or node.lineno) for node in docstrings(tree)]
    return sum(
        token.type not in SKIPPED and not any(first <= token.start[0] <= last for first, last in spans)
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
    )


def inner_imports(tree: ast.AST) -> int:
    """Import statements inside functions, each once."""
    found = {
        (node.lineno, node.col_offset)
        for function in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    return len(found)


def annotations(tree: ast.AST) -> Iterator[ast.expr]:
    """Annotations of parameters, results and attributes."""
    for node in ast.walk(tree):
        if isinstance(node, Function) and node.returns is not None:
            yield node.returns
        elif isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            yield node.annotation


def says_any(annotation: ast.expr) -> bool:
    return any(isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(annotation))


def circles(source: Path) -> str:
    """How many circles there are, and how many modules the largest holds."""
    for name in [name for name in sys.modules if name.split(".")[0] == "tocsin"]:
        del sys.modules[name]
    sys.path.insert(0, str(source))
    try:
        graph = grimp.build_graph("tocsin", cache_dir=None)
    finally:
        sys.path.remove(str(source))
    sizes = sorted(len(part) for part in components(graph) if len(part) > 1)
    return f"{len(sizes)} (largest {sizes[-1]})" if sizes else "0"


def components(graph: grimp.ImportGraph) -> list[set[str]]:
    """Modules that reach one another."""
    below = {module: graph.find_downstream_modules(module) | {module} for module in graph.modules}
    found: list[set[str]] = []
    for module in sorted(graph.modules):
        if not any(module in part for part in found):
            found.append({other for other in below[module] if module in below[other]})
    return found


def measure(tree: Path) -> dict[str, str]:
    """The figures of one tree, as they are printed."""
    package = tree / "src" / "tocsin"
    texts = {file: file.read_text(encoding="utf-8") for file in sorted(package.rglob("*.py"))}
    parsed = {file: ast.parse(text) for file, text in texts.items()}
    defence = [
        annotation
        for file, module in parsed.items()
        if file.relative_to(package).parts[0] in DEFENCE
        for annotation in annotations(module)
    ]
    lengths = sorted(
        (f.end_lineno or f.lineno) - f.lineno + 1 for module in parsed.values() for f in functions(module)
    )

    def total(count: Callable[[ast.AST], int]) -> str:
        return f"{sum(count(module) for module in parsed.values()):,}"

    return {
        "files": f"{len(texts):,}",
        "lines": f"{sum(text.count(chr(10)) for text in texts.values()):,}",
        "functions": f"{len(lengths):,}",
        "longest function, lines": str(lengths[-1]),
        "statements (ast)": total(statements),
        "tokens": f"{sum(tokens(text, parsed[file]) for file, text in texts.items()):,}",
        "imports inside functions": total(inner_imports),
        "annotations with Any in defence and calibration": f"{sum(map(says_any, defence)) / len(defence):.1%}",
        "circles": circles(tree / "src"),
    }


def main() -> None:
    trees = [Path(name) for name in sys.argv[1:]] or [Path(__file__).parents[1]]
    figures = [measure(tree) for tree in trees]
    for name in figures[0]:
        print(f"| {name} | " + " | ".join(each[name] for each in figures) + " |")


if __name__ == "__main__":
    main()
