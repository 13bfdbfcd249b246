"""What comes after the gradients: the penalty's share, clipping, one sweep of the optimizer."""

from conspect.engines.compiled.elementwise import loop_source
from conspect.engines.compiled.program import rules
from conspect.engines.compiled.program.writer import Writer
from conspect.roles import Given
from conspect.rule import Rule, arguments, forward_equations


def penalty(writer: Writer) -> None:
    """Add the penalty to the loss, and its pull to the gradients."""
    rule = writer.network.penalty
    if rule is None:
        return
    writer.functions["penalty"] = loop_source(
        "penalty", rule.forward, frozenset("p"), ("share",), ("total[0] += {value}",)
    ).replace("(size,", "(size, total,", 1)
    writer.functions["pull"] = loop_source(
        "pull", rule.backward, frozenset("p"), ("dp",), ("{out} += {value}",)
    )
    writer.before.append("penalty_total = np.zeros(1)")
    writer.inside.append("penalty_total[0] = 0.0")
    for name in writer.network.penalised:
        size = f"vf_{name}.shape[0]"
        # The rows' weight was counted with the loss.
        known = {"p": f"vf_{name}", **dict.fromkeys(rule.with_role(Given), "count")}
        given = _given(writer, rule, known)
        writer.inside.append(f"penalty({', '.join([size, 'penalty_total', *given])})")
        writer.inside.append(f"pull({', '.join([size, *given, f'df_{name}'])})")
    writer.inside.append("batch_loss += penalty_total[0]")


def clipping(writer: Writer) -> None:
    """Shorten all gradients together."""
    rule = writer.network.clipping
    if rule is None:
        return
    writer.functions["clip_gradients"] = loop_source(
        "clip_gradients",
        rule.forward,
        frozenset({"dp"}),
        ("gradient_norm", "shrink", "clipped"),
        ("", "", "_dp[_i] = {value}"),
    )
    limit = writer.option_names[id(rule), "clip_norm"]
    writer.inside.append(
        f"clip_gradients(gradients.shape[0], gradients, squared_length(gradients), {limit})"
    )


def update(writer: Writer) -> None:
    """One sweep of the optimizer over all parameters."""
    rule = writer.network.optimizer
    moments, counters = rules.moments(writer.network), rules.counters(writer.network)
    results = tuple(equation.left.name for equation in forward_equations(type(rule)))
    kept = {f"new_{symbol}": f"_{symbol}[_i] = flushed({{value}})" for symbol in moments}
    kept |= {"new_p": "_p[_i] = {value}"}
    writer.functions["update"] = loop_source(
        "update",
        rule.forward,
        frozenset({"p", "dp", *moments}),
        results,
        tuple(kept.get(result, "") for result in results),
    )
    vectors = {"p": "parameters", "dp": "gradients", "learning_rate": "rate"}
    vectors |= {symbol: f"moments[{i}]" for i, symbol in enumerate(moments)}
    vectors |= {symbol: symbol for symbol in counters}
    call = f"update({', '.join(['parameters.shape[0]', *_given(writer, rule, vectors)])})"
    writer.inside.append(f"{', '.join(counters)} = {call}" if counters else call)


def _given(writer: Writer, rule: Rule, known: dict[str, str]) -> list[str]:
    """The arguments of a rule's `forward`: what is known, and its hyperparameters."""
    return [
        known.get(symbol) or writer.option_names[id(rule), symbol]
        for symbol in arguments(rule.forward)
    ]
