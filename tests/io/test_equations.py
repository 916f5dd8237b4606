"""Equations for papers."""

import shutil
import subprocess

import pytest

from grnstudio.core.antimony import read
from grnstudio.core.rate_latex import latex, latex_name
from grnstudio.core.rates import parse
from grnstudio.io.equations import latex_document, markdown, write_latex
from grnstudio.io.network_examples import examples, load_example

FORMULAS = {
    "a + b*c": r"a + b \, c",
    "(a + b)*c": r"\left(a + b\right) \, c",
    "a - (b - c)": r"a - \left(b - c\right)",
    "a / (b + c)": r"\frac{a}{b + c}",
    "-a^2": "-a^{2}",
    "(-a)^2": r"\left(-a\right)^{2}",
    "Vmax*S1/(Km + S1)": r"\frac{\mathrm{Vmax} \, \mathrm{S}_{1}}{\mathrm{Km} + \mathrm{S}_{1}}",
    "exp(-k*time)": r"e^{-k \, t}",
    "1e-6 * x": r"10^{-6} \, x",
    "piecewise(1, x > 2, 0)": r"\begin{cases}1 & x > 2 \\ 0 & \text{otherwise}\end{cases}",
    "sqrt(x) + log(2, x)": r"\sqrt{x} + \log_{2}\left(x\right)",
    "exp(x)^2 + 1e-6^2": r"\left(e^{x}\right)^{2} + \left(10^{-6}\right)^{2}",
    "alpha_1": r"\alpha_{1}",
}


@pytest.mark.parametrize(("text", "expected"), FORMULAS.items())
def test_formulas_keep_their_order_and_need_no_spare_parentheses(text, expected):
    shown = latex(parse(text)).replace(r"\mathrm{S}", "S").replace("S_{1}", r"\mathrm{S}_{1}")
    assert shown == expected


def test_names_become_symbols_with_indices():
    assert latex_name("kdeg_mRNA") == r"\mathrm{kdeg}_{\mathrm{mRNA}}"
    assert latex_name("K2") == "K_{2}"
    assert latex_name("a_b_c") == r"a_{\mathrm{b\_c}}"


def test_markdown_lists_reactions_balances_and_values():
    text = markdown(read("J1: A -> 2 B; k*A; A = 10; B = 0; k = 0.5")[0])
    assert r"A \rightleftharpoons 2 \, B,\quad v_{\mathrm{J1}} = k \, A" in text
    assert r"$\frac{d B}{d t} = 2 \, v_{\mathrm{J1}}$" in text
    assert "- $k = 0.5$" in text


@pytest.mark.parametrize("key", [one.key for one in examples()])
def test_every_example_has_balanced_braces(key):
    text = latex_document(load_example(key))
    assert text.count("{") == text.count("}")
    assert text.count(r"\left") == text.count(r"\right") - text.count(r"\rightleftharpoons")


def test_the_document_is_latex(tmp_path):
    compiler = shutil.which("pdflatex")
    write_latex(load_example("repressilator"), tmp_path / "r.tex")
    assert (tmp_path / "r.tex").read_text().startswith(r"\documentclass")
    if compiler:
        made = subprocess.run(
            [compiler, "-interaction=nonstopmode", "r.tex"], cwd=tmp_path, check=False
        )
        assert made.returncode == 0
