"""The text of a marked expression: its operands, and what has to stand in brackets."""

import ast


def parts_of(text: str) -> tuple[ast.expr | None, list[ast.expr]]:
    """The expression that a marked text computes, and the operands of its last operation."""
    if "\n" in text:
        return None, []
    try:
        [statement] = ast.parse(text).body
    except (SyntaxError, ValueError):
        return None, []
    match statement:
        case ast.AugAssign(target=target, value=value):
            return value, [target, value]
        case ast.Assign(value=value) | ast.Expr(value=value):
            return value, _operands(value)
    return None, []


def _operands(tree: ast.expr) -> list[ast.expr]:
    match tree:
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.Call(func=ast.Attribute(value=ast.Name("np" | "numpy")), args=arguments):
            return list(arguments)
        case ast.Call(func=ast.Attribute(value=owner), args=arguments):
            return [owner, *arguments]
        case ast.Call(args=arguments):
            return list(arguments)
    return []


def held(tree: ast.expr | None, text: str) -> str:
    """The text of a factor; a sum or a product of arrays is held together."""
    loose = isinstance(tree, ast.BinOp) and not isinstance(tree.op, ast.Mult)
    return f"({text})" if loose or isinstance(tree, ast.UnaryOp | ast.IfExp) else text


def is_held(text: str) -> bool:
    """Whether a text stands in one pair of brackets.

    >>> is_held("(a + (b))"), is_held("(a) * (b)")
    (True, False)
    """
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return text.startswith("(") and place == len(text) - 1
    return False
