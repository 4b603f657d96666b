"""Templating: how does a template become a page? Compiled for each language, and escaped in one step."""

from collections.abc import Iterable, Iterator
from functools import cache, cached_property, partial
from keyword import iskeyword
from pathlib import Path

import flask
from flask import Flask, current_app
from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from .asked.languages import LANGUAGES, day_in, language, number_in, said_in
from .escaping import escaped, without_directions

_KEY = "zhengsou.templates"
_OURS = Path(__file__).with_name("templates")
_SAY = ("name", "_"), ("lparen", "("), ("string", None), ("rparen", ")")


class DirectCode(CodeGenerator):
    """Python of a template that does at once what Jinja's own asks its environment for, part by part.

    `escaped` escapes: half of a page's calls would be Jinja's for it. What Jinja asks to be overridden
    for that, NativeCodeGenerator of its own overrides too; were it never asked, its own escaping would
    be in place.
    """

    def blockvisit(self, written: Iterable[nodes.Node], frame: Frame) -> None:
        """Write statements; the outermost of a block yield what they make as one text."""
        if frame.buffer is not None:
            super().blockvisit(written, frame)
            return
        self.buffer(frame)
        super().blockvisit(written, frame)
        self.writeline(f"yield concat({frame.buffer})")

    def visit_Call(  # noqa: N802 - Jinja's name
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """Write a call: Jinja's own looks each time whether what is called wants a context."""
        if forward_caller or not _is_escaped(frame) or self._is_unusual(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _is_unusual(self, call: nodes.Call) -> bool:
        """Say whether arguments are unpacked, have names that Python has no room for, or one is a context."""
        if isinstance(call.node, nodes.Name):
            called = self.environment.globals.get(call.node.name)
            if hasattr(called, "jinja_pass_arg"):
                return True
        named = (argument.key for argument in call.kwargs)
        return bool(call.dyn_args or call.dyn_kwargs or any(map(iskeyword, named)))

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Write what follows a dot: in a template of ours an attribute, and an error where there is none.

        Jinja's own looks for an item, too, and has nothing where there is neither: as a site's
        templates may want it.
        """
        if iskeyword(node.attr) or not self._is_ours:
            super().visit_Getattr(node, frame)
            return
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    @cached_property
    def _is_ours(self) -> bool:
        return self.filename is not None and Path(self.filename).is_relative_to(_OURS)

    def write_commons(self) -> None:
        """Write what root and blocks begin with."""
        super().write_commons()
        self.writeline("escaped = environment.escaped")

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if not _is_escaped(frame):
            super()._output_child_pre(node, frame, finalize)
        elif not self._is_markup(node, frame):
            self.write("escaped(")

    def _output_child_post(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if not _is_escaped(frame):
            super()._output_child_post(node, frame, finalize)
        elif not self._is_markup(node, frame):
            self.write(")")

    def _is_markup(self, node: nodes.Expr, frame: Frame) -> bool:
        """Say whether what makes a part of a page promises that it makes markup, by its type."""
        made_by: object = None
        if isinstance(node, nodes.Filter):
            made_by = self.environment.filters.get(node.name)
        elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
            name = node.node.name
            if frame.symbols.find_load(frame.symbols.ref(name)) == (VAR_LOAD_RESOLVE, name):
                made_by = self.environment.globals.get(name)
        function = getattr(made_by, "func", made_by)  # of a partial one
        return getattr(function, "__annotations__", {}).get("return") is Markup


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
    app.jinja_env.code_generator_class = DirectCode
    app.jinja_env.escaped = escaped  # type: ignore[attr-defined]
    app.extensions[_KEY] = {code: _speaking(app.jinja_env, code) for code in LANGUAGES}


def _speaking(environment: Environment, code: str) -> Environment:
    """Return an environment whose templates need not ask for each text in which language it is said."""
    say = partial(said_in, code)
    spoken = environment.overlay(extensions=[SaidWhenCompiled])
    spoken.filters = environment.filters | {
        "said": say,
        "number": partial(number_in, code),
        "day": partial(day_in, code),
    }
    # Jinja has each template look through an empty dictionary of its own before what all know, and
    # compares the two key by key where macros are imported: a tenth of what writing a page takes.
    spoken.make_globals = lambda d: {  # type: ignore[method-assign]
        **spoken.globals,
        "_": say,
        "gettext": say,
        **(d or {}),
    }
    # Each stays as it was compiled: there is nothing to look for again.
    spoken.get_template = cache(spoken.get_template)  # type: ignore[method-assign]
    return spoken


def render_template(template: str, /, **values: object) -> str:
    """Render a template in the language of this request, as Flask does."""
    environment: Environment = current_app.extensions[_KEY][language()]
    return flask.render_template(environment.get_template(template), **values)
