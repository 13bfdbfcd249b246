"""The widget's module in a browser, with a model such as a notebook gives it."""

from typing import Any

import conspect as cs
from conspect.player import Player

# What anywidget gives to `render`: a model that tells of changes.
_SHOW = """async ([source, values]) => {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }))
    const { default: widget } = await import(url)
    const listeners = []
    window.saved = 0
    window.model = {
        get: name => values[name],
        set: (name, value) => { values[name] = value; listeners.forEach(each => each()) },
        save_changes: () => { window.saved += 1 },
        on: (_event, listener) => listeners.push(listener),
        off: (_event, listener) => listeners.splice(listeners.indexOf(listener), 1),
    }
    const el = document.createElement("div")
    document.body.append(el)
    window.end = widget.render({ model, el })
    window.shadow = el.shadowRoot
}"""


def test_the_state_goes_both_ways(browser: Any) -> None:
    net = cs.Network(
        [cs.Dense(2), cs.Tanh(), cs.Dense(1)], inputs=2, loss=cs.HalfSquaredError(), seed=3
    )
    player: Player = cs.play(net, [[2, 3], [1, 1]], [[2], [1]])
    page = browser.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto("about:blank")
    values = {name: getattr(player, name) for name in ("carried", "style_sheet", "state")}
    page.evaluate(_SHOW, [str(Player._esm), values])

    # From the browser to Python: a number is edited.
    field = page.locator('main input[data-name="W1[1,2]"]')
    field.fill("0.625")
    field.press("Enter")
    assert page.evaluate("window.saved") == 1
    player.state = page.evaluate("model.get('state')")
    assert player.network.parameters["W1"][0, 1] == 0.625

    # From Python to the browser: the network after a step.
    player.network = player.network.step(player.x, player.y).next
    page.evaluate("state => model.set('state', state)", player.state)
    shown = page.locator('main input[data-name="W1[1,2]"]').get_attribute("data-value")
    assert float(shown) == player.network.parameters["W1"][0, 1]
    assert page.evaluate("window.saved") == 1

    # The mathematical font is the document's, since a tree of its own loads none.
    assert page.evaluate("[...document.fonts].map(font => font.family)") == ['"Conspect Math"']

    # The notebook's own style is left alone, and nothing goes on after the end.
    assert page.evaluate("document.styleSheets.length") == 0
    page.evaluate("end()")
    assert said == []
    page.close()


def test_the_width_of_the_cell_decides_how_it_is_laid_out(browser: Any) -> None:
    net = cs.Network([cs.Dense(2), cs.Tanh(), cs.Dense(1)], inputs=2, loss=cs.HalfSquaredError())
    player: Player = cs.play(net, [[2, 3], [1, 1]], [[2], [1]])
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto("about:blank")
    values = {name: getattr(player, name) for name in ("carried", "style_sheet", "state")}
    page.evaluate(_SHOW, [str(Player._esm), values])

    def left(selector: str) -> float:
        place: float = page.locator(selector).bounding_box()["x"]
        return place

    assert left("main") > left("nav") + 200
    page.evaluate("shadow.host.style.width = '600px'")
    assert left("main") == left("nav")
    page.close()
