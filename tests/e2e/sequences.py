"""Any preferences in any order: what must hold after each such sequence, on whatever page."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from tests.e2e.looks import markup
from tests.e2e.visitor import launcher, press, toolbar

# How many sequences each page sees; A11Y_EXAMPLES=200 takes a quarter of an hour.
EXAMPLES = int(os.environ.get("A11Y_EXAMPLES", "3"))
# What a visitor does beside choosing.
RESET, RELOAD = ("", "reset"), ("", "reload")

Change = tuple[str, Any]

# What the page shows: our names on the root, and the size and colour of each text, as one string.
SHOWN = """() => {
  const names = [...document.documentElement.attributes].map((each) => `${each.name}=${each.value}`)
  const texts = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (document.body.localName == 'body' && walker.nextNode() && texts.length < 300) {
    const element = walker.currentNode.parentElement
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue
    if (element.closest('script,style,noscript,option,rt,rp,marquee,[data-a11y-mv]')) continue
    const { fontSize, color, letterSpacing } = getComputedStyle(element)
    const size = Math.round(parseFloat(fontSize) * element.currentCSSZoom * 10) / 10
    texts.push([size, color, letterSpacing].join())
  }
  return [...names.filter((name) => name.startsWith('data-a11y')).sort(), ...texts].join(';')
}"""
# The same as long as it is another than before: what is chosen is loaded, and works in batches.
SETTLED = f"""async () => {{
  let before = ''
  for (let same = 0, turn = 0; same < 4 && turn < 100; turn++) {{
    await new Promise((done) => setTimeout(done, 60))
    const now = ({SHOWN})()
    same = now == before ? same + 1 : 0
    before = now
  }}
  return before
}}"""
# What the drawer and the bar say of each preference, as far as it is a switch, a choice or a scale.
SAID = """(preferences) => {
  const root = document.querySelector('a11y-toolbar').shadowRoot
  const said = {}
  for (const [name, { label, schema }] of Object.entries(preferences)) {
    const group = root.querySelector(`.group[aria-label="${label}"]`)
    const toggle = [...root.querySelectorAll('.tiles > button.toggle')].find(
      (button) => button.querySelector('.label')?.textContent == label)
    const pressed = (button) => button.getAttribute('aria-pressed') == 'true'
    if (toggle) {
      const values = schema.choices.includes('on') ? ['off', 'on'] : schema.choices
      said[name] = values[+pressed(toggle)]
    }
    else if (group?.matches('.stepper'))
      said[name] = parseFloat(group.querySelector('.value').textContent)
    else if (group?.matches('.choice')) {
      const buttons = [...group.querySelectorAll('button')]
      if (buttons.length == schema.choices.length)
        said[name] = schema.choices[buttons.findIndex(pressed)]
    }
  }
  return said
}"""


def changes(preferences: dict[str, Any]) -> st.SearchStrategy[list[Change]]:
    """Sequences of changes: any value of any preference, now and then a reset or a reload."""
    each = [
        st.tuples(st.just(name), st.sampled_from(values(what["schema"])))
        for name, what in preferences.items()
    ]
    return st.lists(st.one_of(*each, st.sampled_from([RESET, RELOAD])), min_size=2, max_size=10)


def values(schema: dict[str, Any]) -> list[Any]:
    """Every value that a schema allows by name."""
    if "choices" in schema:
        return list(schema["choices"])
    count = round((schema["max"] - schema["min"]) / schema["step"])
    return [schema["min"] + at * schema["step"] for at in range(count + 1)]


def in_care_mode(page: Page) -> None:
    """Wait until all that was chosen before holds."""
    expect(toolbar(page).get_by_role("region", name="关爱模式工具条")).to_be_visible()
    page.evaluate("a11y.preferences()")


def check(page: Page, sequence: list[Change], preferences: dict[str, Any]) -> None:
    """Go through the sequence on a page where nobody has switched care mode on, and leave."""
    expect(launcher(page)).to_be_visible()
    before = [markup(frame) for frame in page.frames]
    launcher(page).click()
    in_care_mode(page)
    state = {name: what["schema"]["initial"] for name, what in preferences.items()}
    for name, value in sequence:
        if (name, value) == RELOAD:
            page.reload()
            in_care_mode(page)
        elif (name, value) == RESET:
            page.evaluate("a11y.reset()")
            state = {name: what["schema"]["initial"] for name, what in preferences.items()}
        else:
            page.evaluate("([name, value]) => a11y.set(name, value)", [name, value])
            state[name] = value
    kept(page, state, preferences)
    said(page, state, preferences)
    restored(page, before)


def kept(page: Page, state: dict[str, Any], preferences: dict[str, Any]) -> None:
    """The cookie has what was chosen, and the page is the same after a reload."""
    chosen = {
        name: f"{value:g}" if isinstance(value, float) else f"{value}"
        for name, value in state.items()
        if value != preferences[name]["schema"]["initial"]
    }
    [cookie] = [each for each in page.context.cookies() if each.get("name") == "a11y"]
    pairs = dict(pair.split("=") for pair in str(cookie.get("value")).split("&")[1:])
    assert pairs == {"on": "1", "open": "1", **chosen}
    shown = page.evaluate(SETTLED)
    page.reload()
    in_care_mode(page)
    page.wait_for_function(f"(shown) => ({SHOWN})() == shown", arg=shown)


def said(page: Page, state: dict[str, Any], preferences: dict[str, Any]) -> None:
    """The drawer and the bar say the same."""
    press(page, "更多")
    expect(toolbar(page).get_by_role("heading", name="更多功能")).to_be_visible()
    shown = page.evaluate(SAID, preferences)
    assert len(shown) > 15
    assert shown == {name: state[name] for name in shown}


def restored(page: Page, before: list[str]) -> None:
    """Nothing is left after leaving."""
    press(page, "退出")
    expect(launcher(page)).to_be_visible()
    for frame in page.frames:
        frame.locator("html:not([data-a11y-on])").wait_for(state="attached")
    assert [markup(frame) for frame in page.frames] == before
    assert page.evaluate("document.cookie.includes('a11y')") is False
