"""The rooms and their order: what import-linter can't see is held to the same layers here."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Who imports whom, imports inside functions and for type checking included."""
    return grimp.build_graph("tocsin", cache_dir=None)


def test_no_module_comes_back_to_itself(graph: grimp.ImportGraph) -> None:
    needs = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' → '.join(error.args[1])}. Move what both need below both.")
