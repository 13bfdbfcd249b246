"""Rewrites a program's syntax tree so that what it computes passes by a recorder.

`a * b` becomes `conspect_recorder.binary(site, 'mul', a, b)`, and so on: each call gives the very
object that Python would, in the order in which Python would. What looks at its own frame
(`super()`, `locals()`) is left alone.
"""

import ast
from typing import cast

from conspect.check.recording.expressions import Expressions, operator_name
from conspect.check.recording.sites import Sources


def rewrite(source: str, file: str, cell: int | None, sources: Sources) -> ast.Module:
    """The syntax tree of the source, rewritten.

    Raises:
        SyntaxError: as Python raises it.
    """
    sources.add(source, file, cell)
    tree = ast.parse(source, file)
    rewritten: ast.Module = _Statements(file, cell, sources).visit(tree)
    return ast.fix_missing_locations(rewritten)


class _Statements(Expressions):
    """Rewrites the statements around them."""

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
        site, operator = self._site(node, node.target, node.value), operator_name(node.op)
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

    def visit_If(self, node: ast.If) -> ast.stmt:
        first, around = len(self.sources.sites), self.tests
        node.test = self._visit(node.test)
        self.tests = decided = (*around, *self.sources.sites[first:])
        leaves = isinstance(node.body[-1], ast.Continue | ast.Break | ast.Return | ast.Raise)
        node.body, node.orelse = self._body(node.body), self._body(node.orelse)
        # What follows is run only if the branch was not.
        self.tests = decided if leaves else around
        return node

    def visit_While(self, node: ast.While) -> ast.stmt:
        node.test = self._visit(node.test)
        tick = _expression(node, self._call("tick", node.test))
        node.body = [tick, *self._body(node.body)]
        node.orelse = self._body(node.orelse)
        return node

    def _body(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        around = self.tests
        result: list[ast.stmt] = []
        for statement in statements:
            visited = self.visit(statement)
            result += visited if isinstance(visited, list) else [visited]
        self.tests = around
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


def _assign(at: ast.stmt, name: str, value: ast.expr) -> ast.stmt:
    return ast.copy_location(ast.Assign([ast.Name(name, ast.Store())], value), at)


def _expression(at: ast.stmt | ast.expr, value: ast.expr) -> ast.stmt:
    return ast.copy_location(ast.Expr(value), at)
