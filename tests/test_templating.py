"""Templates are compiled for each language and escaped in one step: what comes out is what Jinja itself makes."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import flask
import pytest
from flask import Flask, url_for
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import FileSystemLoader, Template
from markupsafe import Markup, escape

import webui
from webui import create_app
from webui.asked.paths import path_of
from webui.escaping import all_escaped, escaped, is_plain, without_directions
from webui.settings.sections import Settings, Templates
from webui.templating import render_template

from .articles import article, build

SAID = {
    "alone": '{{ _("帮助") }}',
    "twice": '<a title="{{ _("帮助") }}">{{ _("检索") }}</a>',
    "with a value": '{{ _("“%(text)s”没有，有这些", text=value) }}',
    "changed": '{{ _("帮助") | upper | length }}{{ _("帮助") ~ value }}{{ _("帮助")[0] }}',
    "kept": '{% set more = _("更多") %}{{ more }}{{ more ~ value }}',
    "chosen": '{{ _("帮助") if value else _("检索") }}{{ [_("帮助"), value] | join(_("，")) }}',
    "of a value": "{{ _(value) }}{{ _ is callable }}",
    "in a macro": '{% macro m(v) %}{{ _("帮助") }}{{ v }}{% endmacro %}{{ m(value) }}{{ m(m(value)) }}',
    "caught": '{% set c %}{{ value }}{{ _("帮助") }}{% endset %}{{ c }}{{ c | trim }}',
    "raw": '{% raw %}{{ _("帮助") }}{% endraw %}{# {{ _("帮助") }} #}',
    "marked as safe": "{{ value | safe }}{{ value | escape }}{{ value | forceescape }}",
    "of no text": "{{ none }}{{ 3 }}{{ 2.5 }}{{ true }}{{ missing }}{{ [value] }}",
    "called": '{{ value.join(["a", "b"]) }}{{ dict(a=value)["a"] }}{{ dict(**{"class": value}) }}',
    "called with a list": '{{ "%s".__mod__(*[value]) }}',
    "called by a keyword of Python": "{{ dict(class=value, a=1) }}",
    "called with its context": '{{ ngettext("%(num)s 篇", "%(num)s 篇", 3) }}{{ pgettext(value, "%(of)s", of=value) }}',
    "called back": "{% macro m(v) %}<i>{{ caller(v) }}</i>{% endmacro %}{% call(v) m(value) %}{{ v }}{% endcall %}",
    "in loops": '{% for v in [[value]] recursive %}{{ loop(v) if v is not string }}{{ loop.cycle("<") }}{% endfor %}',
    "in blocks": '{% block a %}{{ value }}{% block b %}{{ _("帮助") }}{% endblock %}{% endblock %}{{ self.b() }}',
    "extending": '{% extends "in blocks.html" %}{% set v = value %}{% block b %}{{ super() }}{{ v }}{% endblock %}',
    "including": '{% include "in blocks.html" %}{% from "exporting.html" import m with context %}{{ m(value) }}',
    "exporting": "{% macro m(v) %}{{ v }}{% endmacro %}{{ value }}",
    "with a dot": "{{ dict(a=value).a }}{{ value.missing }}{{ value.missing is defined }}",
    "unescaped": '{% autoescape false %}{{ value }}{{ _("帮助") }}{% endautoescape %}',
}
HOSTILE = "<b title='x'>\u202e&\"夜校"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("templates")
    for name, source in SAID.items():
        (folder / f"{name}.html").write_text(source, encoding="utf-8")
    index = tmp_path_factory.mktemp("index")
    with closing(build(index, [article("a", "夜校", "开班。")])) as one:
        yield create_app(one, settings=Settings(templates=Templates(folder)))


def plainly(app: Flask, name: str, value: object) -> str:
    """Render a template as Flask and Jinja do, with a finalizer of its own kind for directions."""
    plain = app.create_jinja_environment()
    plain.loader = FileSystemLoader(
        Path(str(app.jinja_env.get_template(f"{name}.html").filename)).parent
    )
    plain.finalize = without_directions
    plain.globals, plain.filters = app.jinja_env.globals, app.jinja_env.filters
    plain.autoescape = True
    return plain.get_template(f"{name}.html").render(value=value)


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_says_what_it_says_to_jinja(app: Flask, name: str, language: str) -> None:
    for value in (HOSTILE, "", "夜校", Markup("<i>夜校</i>")):
        with app.test_request_context(f"/?lang={language}"):
            assert render_template(f"{name}.html", value=value) == plainly(app, name, value)


def test_each_language_keeps_its_own_texts(app: Flask) -> None:
    said = []
    for language in ("zh", "en", "zh", "en"):
        with app.test_request_context(f"/?lang={language}"):
            said.append(render_template("alone.html"))
    assert said == ["帮助", "Help", "帮助", "Help"]


def test_a_template_that_flask_renders_is_escaped_likewise(app: Flask) -> None:
    with app.test_request_context("/"):
        for name in SAID:
            ours = render_template(f"{name}.html", value=HOSTILE)
            assert flask.render_template(f"{name}.html", value=HOSTILE) == ours


def test_in_a_template_of_ours_a_dot_names_an_attribute_there_is(app: Flask) -> None:
    ours = Path(webui.__file__).with_name("templates") / "new.html"
    for source, wanted in {"{{ value.real }}": "3", "{{ value.missing }}": None}.items():
        code = app.jinja_env.compile(source, ours.name, str(ours))
        template = Template.from_code(app.jinja_env, code, {})
        if wanted is None:
            with pytest.raises(AttributeError):
                template.render(value=3)
        else:
            assert template.render(value=3) == wanted


@given(st.text() | st.text("<>&'\"\u202e\u2066\0\n夜a", max_size=8))
def test_a_text_is_escaped_as_markupsafe_does_without_directions(text: str) -> None:
    wanted = escape(without_directions(text))
    assert escaped(text) == wanted
    assert is_plain(text) == (wanted == text)


@given(st.lists(st.text("<>&'\"\u202e\0\n夜a", max_size=6)))
def test_many_texts_are_escaped_as_each_of_them(texts: list[str]) -> None:
    assert all_escaped(texts) == [escaped(text) for text in texts]


@pytest.mark.parametrize("value", [Markup("<b>夜校</b>"), 3, 2.5, None, True, ["<b>"], flask])
def test_what_is_no_text_is_escaped_as_markupsafe_does(value: object) -> None:
    assert escaped(value) == escape(value)


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        ("pages.home", {}),
        ("static", {"filename": "zhengsou.css"}),
        ("pages.search", {"q": "<夜校>&"}),
        ("pages.article", {"identifier": "a", "_anchor": "s-1"}),
        ("pages.article", {"identifier": "a", "_external": True}),
        ("pages.year", {"year": 2024, "lang": None}),
    ],
)
@pytest.mark.parametrize("asked", ["/", "/?lang=en"])
@pytest.mark.parametrize("host", ["http://zhengsou.example", "http://other.example/under"])
def test_an_address_is_the_one_that_flask_writes(
    app: Flask, endpoint: str, values: dict[str, object], asked: str, host: str
) -> None:
    with app.test_request_context(asked, base_url=host):
        wanted = url_for(endpoint, **values)  # type: ignore[arg-type]
        assert path_of(endpoint, **values) == wanted
        assert path_of(endpoint, **values) == wanted
