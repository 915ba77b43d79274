"""RECIPES.md tells the truth: every recipe runs, and prints what the document says that it prints."""

import re

import pytest

import recipes

TEXT = recipes.PATH.read_text(encoding="utf-8")
RECIPES = recipes.read(TEXT)


@pytest.mark.parametrize("recipe", RECIPES, ids=[recipe.heading.partition(".")[0] for recipe in RECIPES])
def test_a_recipe_prints_what_stands_below_it(recipe: recipes.Recipe) -> None:
    printed = recipes.run(recipe)
    assert printed.strip()
    mend = "Read whether the text around it still holds, then run `.venv/bin/python tests/recipes.py`, which renews it."
    assert printed == recipe.printed, f"Recipe {recipe.heading!r} prints now:\n\n{printed}\n{mend}"


def test_questions_have_recipes_and_limits() -> None:
    questions = re.findall(r"^## (\d+)\. .+?$(.*?)(?=^## )", TEXT, re.DOTALL | re.MULTILINE)
    assert [int(number) for number, _ in questions] == list(range(1, 14))
    for number, content in questions:
        assert recipes.read(f"## {number}\n{content}"), number
        assert "Do not conclude " in content.replace("\n", " "), number


def test_every_block_of_python_or_sql_is_a_recipe() -> None:
    assert len(RECIPES) == len(re.findall(r"^```(?:python|sql)$", TEXT, re.MULTILINE))
    assert {recipe.language for recipe in RECIPES} == {"python", "sql"}
    assert any("SQLite" in recipe.code for recipe in RECIPES)


def test_renewing_writes_what_the_recipes_print() -> None:
    stale = TEXT.replace(RECIPES[0].printed, "something else\n")
    assert stale != TEXT
    assert recipes.renewed(stale[: stale.index("## 2.")]) == TEXT[: TEXT.index("## 2.")]
