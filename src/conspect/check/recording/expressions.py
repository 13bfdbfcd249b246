"""How the expressions of a program are rewritten: `a * b` as `recorder.binary(…, a, b)`."""

import ast
from typing import cast

from conspect.check.recording.sites import Site, Sources

HELPER = "conspect_recorder"
"""The name of the recorder among the built-ins: seen by every module, listed by no `globals()`."""

_LEFT_ALONE = {
    "super", "locals", "globals", "vars", "dir", "eval", "exec", "breakpoint", "print", "len",
    "range", "isinstance", "issubclass", "type", "id", "repr", "str", "hash", "callable",
    "open", "property", "staticmethod", "classmethod", "format", "ord", "chr", "hasattr",
}  # fmt: skip

# Attributes of an array that are arrays.
_VIEWS = {"T", "mT", "H", "I", "A", "A1", "real", "imag", "flat", "values"}


class Expressions(ast.NodeTransformer):
    """Rewrites what stands in an expression."""

    def __init__(self, file: str, cell: int | None, sources: Sources) -> None:
        self.file, self.cell, self.sources = file, cell, sources
        self.scopes: list[str] = []
        self.classes: list[str] = []
        self.globals: list[set[str]] = [set()]
        self.tests: tuple[Site, ...] = ()
        self.temporaries = 0

    # ---- helpers

    def _site(self, node: ast.expr | ast.stmt, *operands: ast.expr) -> ast.expr:
        number = self.sources.note(
            node,
            self.file,
            self.cell,
            ".".join(self.scopes),
            tuple(map(_is_literal, operands)),
            tuple(map(_name, operands)),
            self.tests,
        )
        return ast.Constant(number)

    def _call(self, method: str, at: ast.expr | ast.stmt, *arguments: ast.expr) -> ast.Call:
        function = ast.Attribute(ast.Name(HELPER, ast.Load()), method, ast.Load())
        return ast.copy_location(ast.Call(function, list(arguments), []), at)

    def _mangled(self, name: str) -> str:
        if name.startswith("__") and not name.endswith("__") and self.classes:
            owner = self.classes[-1].lstrip("_")
            return f"_{owner}{name}" if owner else name
        return name

    def _scope_of(self, name: str) -> str:
        return "" if name in self.globals[-1] else ".".join(self.scopes)

    def _visit(self, node: ast.expr) -> ast.expr:
        return cast(ast.expr, self.visit(node))

    # ---- expressions

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        """A number in a list, or one that gets a name, is data; an operand is a literal."""
        if type(node.value) is float:
            return self._call("literal", node, node, ast.Constant(False))
        return node

    def _operand(self, node: ast.expr) -> ast.expr:
        if _is_literal(node):
            value = node.operand if isinstance(node, ast.UnaryOp) else node
            if type(cast(ast.Constant, value).value) is float:
                return self._call("literal", node, node, ast.Constant(True))
            return node
        return self._visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.expr:
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                part.value = self._visit(part.value)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        site = self._site(node, node.left, node.right)
        left, right = self._operand(node.left), self._operand(node.right)
        return self._call("binary", node, site, operator_name(node.op), left, right)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        if isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
            if type(node.operand.value) is float:
                return self._call("literal", node, node, ast.Constant(False))
            return node
        if isinstance(node.op, ast.Not):
            node.operand = self._visit(node.operand)
            return node
        site = self._site(node, node.operand)
        return self._call("unary", node, site, operator_name(node.op), self._visit(node.operand))

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        plain = len(node.ops) == 1 and not isinstance(
            node.ops[0], (ast.Is, ast.IsNot, ast.In, ast.NotIn)
        )
        if not plain:
            self.generic_visit(node)
            return node
        site = self._site(node, node.left, node.comparators[0])
        left, right = self._operand(node.left), self._operand(node.comparators[0])
        return self._call("binary", node, site, operator_name(node.ops[0]), left, right)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        if isinstance(node.func, ast.Name) and node.func.id in _LEFT_ALONE:
            node.args = [self._visit(argument) for argument in node.args]
            node.keywords = [self._keyword(keyword) for keyword in node.keywords]
            return node
        site = self._site(node, *node.args)
        function = self._visit(node.func)
        call = self._call("call", node, site, function)
        call.args += [self._operand(argument) for argument in node.args]
        call.keywords = [self._keyword(keyword) for keyword in node.keywords]
        return call

    def _keyword(self, keyword: ast.keyword) -> ast.keyword:
        keyword.value = self._visit(keyword.value)
        return keyword

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        node.value = self._visit(node.value)
        if isinstance(node.ctx, ast.Load) and node.attr in _VIEWS:
            return self._call("view", node, self._site(node), node.value, ast.Constant(node.attr))
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        if not isinstance(node.ctx, ast.Load):
            node.value, node.slice = self._visit(node.value), self._visit(node.slice)
            return node
        site = self._site(node)
        return self._call("item", node, site, self._visit(node.value), self._index(node.slice))

    def _index(self, index: ast.expr) -> ast.expr:
        """An index as an expression that stands alone: `1:n` as `slice(1, n, None)`."""
        if isinstance(index, ast.Slice):
            parts = [index.lower, index.upper, index.step]
            given = [self._visit(part) if part else ast.Constant(None) for part in parts]
            return self._call("slice", index, *given)
        if isinstance(index, ast.Tuple):
            elements = [self._index(element) for element in index.elts]
            return ast.copy_location(ast.Tuple(elements, ast.Load()), index)
        return self._visit(index)

    def visit_Starred(self, node: ast.Starred) -> ast.expr:
        node.value = self._visit(node.value)
        if isinstance(node.ctx, ast.Load):
            node.value = self._call("iterate", node.value, self._site(node.value), node.value)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        if not node.is_async:
            node.iter = self._call(
                "iterate", node.iter, self._site(node.iter), self._visit(node.iter)
            )
        node.ifs = [self._visit(test) for test in node.ifs]
        return node

    def _bound(self, at: ast.expr | ast.stmt, name: str, value: ast.expr) -> ast.expr:
        scope = ast.Constant(self._scope_of(name))
        return self._call("bind", at, self._site(at), scope, ast.Constant(name), value)

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        node.args.defaults = [self._visit(default) for default in node.args.defaults]
        node.args.kw_defaults = [d and self._visit(d) for d in node.args.kw_defaults]
        node.body = self._visit(node.body)
        return node

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.expr:
        node.value = self._bound(node, node.target.id, self._visit(node.value))
        return node


def _name(node: ast.expr) -> str:
    """The name that an operand is; empty if it is something else."""
    return ast.unparse(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""


def _is_literal(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp):
        return _is_literal(node.operand)
    return isinstance(node, ast.Constant) and isinstance(node.value, (int, float))


def operator_name(operator: ast.AST) -> ast.expr:
    """The operator by the name of its class, as the recorder knows it."""
    return ast.Constant(type(operator).__name__)
