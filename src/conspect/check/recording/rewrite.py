"""Rewrites a program's syntax tree so that what it computes passes by a recorder.

`a * b` becomes `conspect_recorder.binary(site, 'mul', a, b)`, and so on: each call gives the very
object that Python would, in the order in which Python would. What looks at its own frame
(`super()`, `locals()`) is left alone.
"""

import ast
from typing import Any, cast

from conspect.check.recording.sites import Sources

HELPER = "conspect_recorder"
"""The name of the recorder among the built-ins: seen by every module, listed by no `globals()`."""

_LEFT_ALONE = {
    "super", "locals", "globals", "vars", "dir", "eval", "exec", "breakpoint", "print", "len",
    "range", "isinstance", "issubclass", "type", "id", "repr", "str", "hash", "callable",
    "open", "property", "staticmethod", "classmethod", "format", "ord", "chr", "hasattr",
}  # fmt: skip

# Attributes of an array that are arrays.
_VIEWS = {"T", "mT", "H", "I", "A", "A1", "real", "imag", "flat", "values"}


def rewrite(source: str, file: str, cell: int | None, sources: Sources) -> ast.Module:
    """The syntax tree of the source, rewritten.

    Raises:
        SyntaxError: as Python raises it.
    """
    sources.add(source, file, cell)
    tree = ast.parse(source, file)
    rewritten: ast.Module = _Rewriter(file, cell, sources).visit(tree)
    return ast.fix_missing_locations(rewritten)


class _Rewriter(ast.NodeTransformer):
    def __init__(self, file: str, cell: int | None, sources: Sources) -> None:
        self.file, self.cell, self.sources = file, cell, sources
        self.scopes: list[str] = []
        self.classes: list[str] = []
        self.globals: list[set[str]] = [set()]
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
        return self._call("binary", node, site, _operator(node.op), left, right)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        if isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
            if type(node.operand.value) is float:
                return self._call("literal", node, node, ast.Constant(False))
            return node
        if isinstance(node.op, ast.Not):
            node.operand = self._visit(node.operand)
            return node
        site = self._site(node, node.operand)
        return self._call("unary", node, site, _operator(node.op), self._visit(node.operand))

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        plain = len(node.ops) == 1 and not isinstance(
            node.ops[0], (ast.Is, ast.IsNot, ast.In, ast.NotIn)
        )
        if not plain:
            self.generic_visit(node)
            return node
        site = self._site(node, node.left, node.comparators[0])
        left, right = self._operand(node.left), self._operand(node.comparators[0])
        return self._call("binary", node, site, _operator(node.ops[0]), left, right)

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

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.expr:
        node.value = self._bound(node, node.target.id, self._visit(node.value))
        return node

    # ---- statements

    def _bound(self, at: ast.expr | ast.stmt, name: str, value: ast.expr) -> ast.expr:
        scope = ast.Constant(self._scope_of(name))
        return self._call("bind", at, self._site(at), scope, ast.Constant(name), value)

    def visit_Assign(self, node: ast.Assign) -> ast.stmt | list[ast.stmt]:
        value = self._visit(node.value)
        if len(node.targets) == 1 and not isinstance(node.targets[0], (ast.Tuple, ast.List)):
            return self._store(node, node.targets[0], value)
        return self._store_many(node, value)

    def _store_many(self, node: ast.Assign, value: ast.expr) -> list[ast.stmt]:
        """Several targets, or a tuple of them: through a name that is gone again afterwards."""
        statements: list[ast.stmt] = []
        temporary = self._temporary()
        statements.append(_assign(node, temporary, value))
        for target in node.targets:
            self._unpack(node, target, ast.Name(temporary, ast.Load()), statements)
        statements.append(ast.copy_location(ast.Delete([ast.Name(temporary, ast.Del())]), node))
        return statements

    def _unpack(
        self, at: ast.Assign, target: ast.expr, value: ast.expr, into: list[ast.stmt]
    ) -> None:
        if isinstance(target, ast.Starred):
            target = target.value
        if not isinstance(target, (ast.Tuple, ast.List)):
            again = self._call("again", at, value)
            into.append(self._store(at, target, again))
            return
        names = [self._temporary() for _ in target.elts]
        pattern = ast.Tuple(
            [
                ast.Starred(ast.Name(name, ast.Store()), ast.Store())
                if isinstance(element, ast.Starred)
                else ast.Name(name, ast.Store())
                for name, element in zip(names, target.elts, strict=True)
            ],
            ast.Store(),
        )
        opened = self._call("iterate", at, self._site(at), value)
        into.append(ast.copy_location(ast.Assign([pattern], opened), at))
        for name, element in zip(names, target.elts, strict=True):
            self._unpack(at, element, ast.Name(name, ast.Load()), into)
        if names:
            deleted = ast.Delete([ast.Name(name, ast.Del()) for name in names])
            into.append(ast.copy_location(deleted, at))

    def _temporary(self) -> str:
        self.temporaries += 1
        return f"conspect_value_{self.temporaries}"

    def _store(self, at: ast.Assign, target: ast.expr, value: ast.expr) -> ast.stmt:
        site = self._site(at)
        if isinstance(target, ast.Name):
            return _assign(at, target.id, self._bound(at, target.id, value))
        if isinstance(target, ast.Attribute):
            owner = self._visit(target.value)
            name = ast.Constant(self._mangled(target.attr))
            return _expression(at, self._call("set_attribute", at, site, value, owner, name))
        if isinstance(target, ast.Subscript):
            owner, index = self._visit(target.value), self._index(target.slice)
            return _expression(at, self._call("set_item", at, site, value, owner, index))
        raise SyntaxError(f"cannot assign to {type(target).__name__}")

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt | list[ast.stmt]:
        if node.value is None or not node.simple:
            if node.value is not None:
                plain = ast.copy_location(ast.Assign([node.target], node.value), node)
                return self.visit_Assign(plain)
            return node
        name = cast(ast.Name, node.target).id
        node.value = self._bound(node, name, self._visit(node.value))
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt:
        site, operator = self._site(node, node.target, node.value), _operator(node.op)
        target = node.target
        if isinstance(target, ast.Name):
            old = ast.Name(target.id, ast.Load())
            new = self._call("augment", node, site, operator, old, self._operand(node.value))
            return _assign(node, target.id, self._bound(node, target.id, new))
        owner = self._visit(target.value)
        if isinstance(target, ast.Attribute):
            name = ast.Constant(self._mangled(target.attr))
            begun = self._call("begin_attribute", node, site, owner, name)
        else:
            begun = self._call("begin_item", node, site, owner, self._index(target.slice))
        value = self._operand(node.value)
        return _expression(node, self._call("end_augment", node, site, operator, begun, value))

    def visit_For(self, node: ast.For) -> ast.stmt:
        node.iter = self._call("iterate", node.iter, self._site(node.iter), self._visit(node.iter))
        names = [n for n in ast.walk(node.target) if isinstance(n, ast.Name)]
        noted = [self._noted(node.target, name.id) for name in names]
        node.body = [*noted, *self._body(node.body)]
        node.orelse = self._body(node.orelse)
        return node

    def _noted(self, at: ast.expr, name: str) -> ast.stmt:
        """Note what a loop has bound a name to."""
        value = ast.Name(name, ast.Load())
        names = (ast.Constant(self._scope_of(name)), ast.Constant(name), value)
        return _expression(at, self._call("loop", at, self._site(at), *names))

    def visit_While(self, node: ast.While) -> ast.stmt:
        node.test = self._visit(node.test)
        tick = _expression(node, self._call("tick", node.test))
        node.body = [tick, *self._body(node.body)]
        node.orelse = self._body(node.orelse)
        return node

    def _body(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        result: list[ast.stmt] = []
        for statement in statements:
            visited = self.visit(statement)
            result += visited if isinstance(visited, list) else [visited]
        return result

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.stmt:
        return self._function(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.stmt:
        node.decorator_list = [self._visit(decorator) for decorator in node.decorator_list]
        node.args.defaults = [self._visit(default) for default in node.args.defaults]
        node.args.kw_defaults = [d and self._visit(d) for d in node.args.kw_defaults]
        self.scopes.append(node.name)
        self.globals.append(_declared_global(node))
        entry = self._entry(node)
        start = 1 if ast.get_docstring(node, clean=False) is not None else 0
        body = [*node.body[:start], *self._body(node.body[start:])]
        node.body = [*body[:start], entry, *body[start:]]
        self.globals.pop()
        self.scopes.pop()
        return node

    def _entry(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.stmt:
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        names = [argument.arg for argument in arguments]
        values: list[ast.expr] = [ast.Name(name, ast.Load()) for name in names]
        scope = ".".join(self.scopes)
        where = node.body[0]
        call = self._call(
            "enter", where, self._site(node), ast.Constant(scope),
            ast.Tuple([ast.Constant(name) for name in names], ast.Load()), *values,
        )  # fmt: skip
        return _expression(where, call)

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        node.args.defaults = [self._visit(default) for default in node.args.defaults]
        node.args.kw_defaults = [d and self._visit(d) for d in node.args.kw_defaults]
        node.body = self._visit(node.body)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.stmt:
        node.decorator_list = [self._visit(decorator) for decorator in node.decorator_list]
        node.bases = [self._visit(base) for base in node.bases]
        self.scopes.append(node.name)
        self.classes.append(node.name)
        self.globals.append(set())
        node.body = self._body(node.body)
        self.globals.pop()
        self.classes.pop()
        self.scopes.pop()
        return node

    def visit_Match(self, node: ast.Match) -> ast.stmt:
        node.subject = self._visit(node.subject)
        for case in node.cases:
            case.guard = case.guard and self._visit(case.guard)
            case.body = self._body(case.body)
        return node


def _declared_global(node: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    return {
        name
        for statement in ast.walk(node)
        if isinstance(statement, ast.Global)
        for name in statement.names
    }


def _name(node: ast.expr) -> str:
    """The name that an operand is; empty if it is something else."""
    return ast.unparse(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""


def _is_literal(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp):
        return _is_literal(node.operand)
    return isinstance(node, ast.Constant) and isinstance(node.value, (int, float))


def _operator(operator: Any) -> ast.expr:
    return ast.Constant(type(operator).__name__)


def _assign(at: ast.stmt, name: str, value: ast.expr) -> ast.stmt:
    return ast.copy_location(ast.Assign([ast.Name(name, ast.Store())], value), at)


def _expression(at: ast.stmt | ast.expr, value: ast.expr) -> ast.stmt:
    return ast.copy_location(ast.Expr(value), at)
