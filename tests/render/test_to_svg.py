"""The pictures: honest, legible, nothing over anything else."""

import re
from dataclasses import replace
from itertools import combinations, pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from tests.random_networks import random_network
from tests.render import steps
from tests.render.hostile import hostile_document

import conspect as cs
from conspect.explain.document import Bundle, Column, Picture
from conspect.explain.picture import picture
from conspect.render.graph.captions import Still, What
from conspect.render.graph.film import Film
from conspect.render.graph.layout import lay_out
from conspect.render.graph.scene import Scene
from conspect.render.to_svg import draw, film_svg, picture_svg

WHATS: tuple[What, ...] = ("bare", "forward", "gradients")
SVG = "{http://www.w3.org/2000/svg}"


def _scene(step: cs.Trace, what: What) -> Scene:
    drawn = picture(step)
    weights = [edge.weight for edge in drawn.edges if edge.weight]
    return lay_out(drawn, Still(what, 4, weights))


def _texts(svg: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def _assert_clear(scene: Scene) -> None:
    """Nothing that can be read covers anything else that can be read."""
    boxes = [disc.box for disc in scene.discs] + [label.box for label in scene.labels]
    boxes += list(scene.blocks)
    for first, second in combinations(boxes, 2):
        assert not first.meets(second), (first, second)
    for box in boxes:
        assert box.left >= 0
        assert box.top >= 0
        assert box.right <= scene.width
        assert box.bottom <= scene.height
    for first, second in combinations(scene.panels, 2):
        assert not first.meets(second, 20)


@pytest.mark.parametrize("seed", range(40))
def test_labels_never_collide(seed: int) -> None:
    net, x, y = random_network(seed, most_units=12)
    for what in WHATS:
        _assert_clear(_scene(net.step(x, y), what))


@pytest.mark.parametrize("name", steps.ALL)
@pytest.mark.parametrize("what", WHATS)
def test_a_picture_is_xml_without_style_attributes(name: str, what: What) -> None:
    tree = ElementTree.fromstring(picture_svg(steps.ALL[name](), what))
    assert not [node for node in tree.iter() if "style" in node.attrib or "id" in node.attrib]


@pytest.mark.parametrize("what", WHATS)
def test_hostile_names_are_only_text(what: What) -> None:
    pictures = [node for s in hostile_document().sections for node in s.nodes]
    drawn = [draw(node, what, inside_page=False) for node in pictures if isinstance(node, Picture)]
    benign = ElementTree.fromstring(picture_svg(steps.shared(), what))
    known = {(node.tag, frozenset(node.attrib)) for node in benign.iter()}
    assert len(drawn) == 6
    for svg in drawn:
        for node in ElementTree.fromstring(svg).iter():
            assert (node.tag, frozenset(node.attrib) - {"stroke-dasharray"}) in known


def test_forward_shows_the_numbers_and_gradients_theirs() -> None:
    step = steps.notebook()
    forward, back = (_texts(picture_svg(step, what)) for what in ("forward", "gradients"))
    assert {"a1[1,1]", "0.8581", "W2[1,1]", "0.5", "z1[1,2] = 2.8", "1.415e-5"} <= set(forward)
    assert {"da1[1,1]", "−0.00266", "dW2[1,1]", "−0.004565", "db2[1] = −0.00532"} <= set(back)
    assert not [text for text in _texts(picture_svg(step, "bare")) if "=" in text]


def test_full_numbers_stand_behind_the_shortened_ones() -> None:
    step = steps.notebook()
    svg = picture_svg(step, "gradients")
    marked = dict(re.findall(r'data-name="([^"]*)" data-value="([^"]*)"', svg))
    assert float(marked["dW1[2,1]"]) == step["dW1"][1, 0]
    assert float(marked["da2[1,1]"]) == step["da2"][0, 0]


def test_colour_shows_the_sign_and_width_the_size() -> None:
    parameters = {"W1": [[-2.0], [0.5], [0.0]]}
    net = cs.Network([cs.Dense(1, bias=False)], 3, cs.HalfSquaredError(), parameters=parameters)
    tree = ElementTree.fromstring(picture_svg(net.step([1, 1, 1], [0]), "forward"))
    lines = list(tree.iter(f"{SVG}line"))[:3]
    assert [line.get("class") for line in lines] == ["negative", "positive", "neutral"]
    widths = [float(line.get("stroke-width", "0")) for line in lines]
    assert widths[0] > widths[1] > widths[2]
    assert lines[2].get("stroke-dasharray")


def test_a_wide_layer_says_how_many_units_it_leaves_out() -> None:
    texts = _texts(picture_svg(steps.large(), "forward"))
    assert {"⋮ 779 more", "⋮ 123 more", "⋮ 5 more"} <= set(texts)
    assert {"x[1,784]", "a1[1,128]"} <= set(texts)
    assert "x[1,400]" not in texts


def test_a_layer_of_eight_units_is_drawn_whole() -> None:
    net = cs.Network([cs.Dense(8)], 1, cs.HalfSquaredError())
    texts = _texts(picture_svg(net.step([1], np.ones(8)), "forward"))
    assert not [text for text in texts if "more" in text]
    assert "z1[1,8]" in texts


def test_residual_connections_and_shared_parameters_are_drawn() -> None:
    drawn = picture(steps.residual())
    assert [(b.source, b.target, b.name, b.weights) for b in drawn.bundles] == [(1, 3, "a1", "")]
    joined = [edge for edge in drawn.edges if edge.target[0] == 3]
    assert [edge.weight for edge in joined] == [None] * 3
    again = picture(steps.shared())
    assert ("a1", "W4") in [(b.name, b.weights) for b in again.bundles]
    assert again.columns[3].shared == ("W2", "b2")
    assert "shares W2, b2" in _texts(picture_svg(steps.shared(), "bare"))


def test_a_network_can_be_drawn_before_it_has_seen_data() -> None:
    net = cs.Network([cs.Dense(2), cs.ReLU()], 3, cs.HalfSquaredError())
    texts = _texts(picture_svg(net, "bare"))
    assert {"x[1,3]", "W1[3,2]", "a1[1,2]"} <= set(texts)


def test_results_of_several_dimensions_are_drawn_as_blocks() -> None:
    drawn = picture(steps.residual())
    image = Column("inputs", (1, 8, 8), (), 0, ("x",))
    maps = Column("convolution", (4, 6, 6), (), 0, ("z1", "a1"))
    bundles = (
        Bundle(0, 1, "x", "W1"),
        Bundle(1, 2, "a1", ""),
        Bundle(0, 2, "x", ""),
        Bundle(2, 3, "a2", "W4"),
    )
    columns = (image, maps, replace(maps, results=("z2",)), drawn.columns[-1])
    blocks = Picture(columns, (), bundles, drawn.goal, 1)
    scene = lay_out(blocks, Still("forward", 4, []))
    _assert_clear(scene)
    assert len(scene.blocks) == 3
    assert [len(pipe.corners) for pipe in scene.pipes] == [2, 2, 4, 2]
    assert {"4 × 6 × 6", "z1, a1", "x · W1"} <= set(_texts(draw(blocks, "bare", inside_page=False)))


def test_a_batch_says_whose_numbers_are_shown() -> None:
    texts = _texts(picture_svg(steps.residual(), "forward"))
    assert "Units carry the numbers of the first of 2 samples." in texts


def _training(step: cs.Trace, count: int) -> list[cs.Trace]:
    traces = [step]
    while len(traces) < count:
        last = traces[-1]
        traces.append(last.next.step(last["x"], last["y"]))
    return traces


def test_in_a_film_each_place_shows_one_thing_at_a_time() -> None:
    traces = _training(steps.residual(), 3)
    film = Film(traces, 4)
    scene = lay_out(film.picture, film)
    _assert_clear(scene)
    end = film.beats * 3
    for label in [*scene.labels, *(disc.label for disc in scene.discs)]:
        spans = [caption.span for caption in label.captions if caption.span]
        assert spans[0].start == 0
        assert spans[-1].end == end
        assert all(a.end == b.start for a, b in pairwise(spans))
        assert [span.still for span in spans].count(True) == 1


def test_a_film_shows_numbers_gradients_and_the_moved_weights() -> None:
    first, second = traces = _training(steps.notebook(), 2)
    svg = film_svg(traces)
    shown = re.findall(r'data-name="([^"]*)" data-value="([^"]*)"', svg)
    for step in (first, second):
        for name in ("W1[1,1]", "a1[1,2]", "dW1[1,1]", "loss"):
            array, _, place = name.partition("[")
            where = tuple(int(i) - 1 for i in place[:-1].split(",")) if place else ()
            assert (name, repr(float(step[array][where]))) in shown
    assert ("W2[2,1]", repr(float(second.after["W2"][1, 0]))) in shown
    used = set(re.findall(r'class="(at-\d+-\d+)"', svg))
    assert used == set(re.findall(r"@keyframes (at-\d+-\d+)", svg))
    ElementTree.fromstring(svg)
