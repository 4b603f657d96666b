"""Templating: how does a template become a page? Compiled for each language, and escaped in one step."""

from collections.abc import Iterator
from functools import partial

import flask
from flask import Flask, current_app
from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from .asked.languages import LANGUAGES, language, said_in
from .escaping import escaped, without_directions

_KEY = "zhengsou.templates"
_SAY = ("name", "_"), ("lparen", "("), ("string", None), ("rparen", ")")


class EscapingCode(CodeGenerator):
    """Python of a template in which `escaped` escapes: half of a page's calls would be Jinja's for it.

    What Jinja asks to be overridden here, NativeCodeGenerator of its own overrides too; were it never
    asked, its own escaping would be in place.
    """

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if _is_escaped(frame):
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if _is_escaped(frame):
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)


def _is_escaped(frame: Frame) -> bool:
    return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile


class SaidWhenCompiled(Extension):
    """`_("…")` becomes `("…"|said)`, which Jinja reckons once, and joins with the markup around it."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the tokens of a template, those of texts without values rewritten."""
        held: list[Token] = []
        for token in stream:
            held.append(token)
            kind, value = _SAY[len(held) - 1]
            if token.type != kind or value not in {None, token.value}:
                yield from held[:-1]
                held = [token] if (token.type, token.value) == _SAY[0] else []
                if not held:
                    yield token
            elif len(held) == len(_SAY):
                _, begin, text, end = held
                line = text.lineno
                yield from (begin, text, Token(line, "pipe", "|"), Token(line, "name", "said"), end)
                held = []
        yield from held


def make_templates(app: Flask) -> None:
    """Let an application compile its templates anew for each language."""
    app.jinja_env.finalize = without_directions  # of what is reckoned when a template is compiled
    app.jinja_env.code_generator_class = EscapingCode
    app.jinja_env.escaped = escaped  # type: ignore[attr-defined]
    app.extensions[_KEY] = {code: _speaking(app.jinja_env, code) for code in LANGUAGES}


def _speaking(environment: Environment, code: str) -> Environment:
    spoken = environment.overlay(extensions=[SaidWhenCompiled])
    spoken.filters = environment.filters | {"said": partial(said_in, code)}
    return spoken


def render_template(template: str, /, **values: object) -> str:
    """Render a template in the language of this request, as Flask does."""
    environment: Environment = current_app.extensions[_KEY][language()]
    return flask.render_template(environment.get_template(template), **values)
