"""The toolbars that are compared, each put on a page and driven as its documentation says.

sienna-accessibility: README, "Quick Install". accessibility: README, "Usage", "Text size
manipulation approaches" (pixel mode, for pages whose sizes are in px), "Direct access to the API".
infusion: docs.fluidproject.org, "User Interface Options", with the release's own files.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Widget:
    """One contestant. ``drive`` is a JavaScript object with the functions below.

    ready(): whether it can be used. open(): its panel. contrast(name), larger(): one press of the
    button. double(): as near to 200 % as its buttons go. All may return promises.
    """

    name: str
    # The npm package; none for ours and for the page without any.
    package: str | None = None
    # Markup: first in the head, and last in the body.
    head: str = ""
    body: str = ""
    drive: str = ""
    # The high contrasts that it has; the best of them counts.
    contrasts: tuple[str, ...] = ()
    # What is its own on the page, by selector.
    own: str = ""


NONE = Widget("no toolbar")


def ours(boot: str) -> Widget:
    """a11y-care, by the address of its script."""
    return Widget(
        "a11y-care",
        head=f'<script src="{boot}"></script>',
        drive="""({
          ready: () => !!document.querySelector('a11y-toolbar'),
          open: () => a11y.open(),
          contrast: (name) => a11y.set('theme', name),
          larger: () => a11y.set('size', a11y.get('size') + 25),
          double: () => a11y.set('size', 200),
        })""",
        contrasts=("white-on-black",),
        own="a11y-toolbar",
    )


_SIENNA = Widget(
    "sienna-accessibility",
    "sienna-accessibility",
    head='<script src="/npm/sienna-accessibility/dist/sienna-accessibility.umd.js"></script>',
    drive="""({
      ready: () => !!document.querySelector('.asw-menu-btn'),
      async open() {
        document.querySelector('.asw-menu-btn').click()
        while (!document.querySelector('.asw-menu .asw-plus'))
          await new Promise(requestAnimationFrame)
      },
      contrast: (name) => document.querySelector(`.asw-menu [data-key="${name}"]`).click(),
      larger: () => document.querySelector('.asw-plus').click(),
      double() { for (let step = 0; step < 10; step++) this.larger() },
    })""",
    contrasts=("dark-contrast", "light-contrast", "high-contrast"),
    own=".asw-widget,.asw-menu",
)
_RANBUCH = Widget(
    "accessibility",
    "accessibility",
    head='<script src="/npm/accessibility/dist/main.bundle.js"></script><script>'
    "addEventListener('load', () => {"
    " window.instance = new Accessibility({ textPixelMode: true }) })</script>",
    drive="""({
      ready: () => !!window.instance && !!document.querySelector('._access-icon'),
      open: () => document.querySelector('._access-icon').click(),
      contrast: () => instance.menuInterface.invertColors(),
      larger: () => instance.menuInterface.increaseText(),
      double() { this.larger() },
    })""",
    contrasts=("invert",),
    own="._access",
)
_STYLES = "".join(
    f'<link rel="stylesheet" href="/npm/infusion/src/framework/{name}.css">'
    for name in (
        "core/css/fluid",
        "preferences/css/Enactors",
        "preferences/css/PrefsEditor",
        "preferences/css/SeparatedPanelPrefsEditor",
    )
)
_INFUSION = Widget(
    "infusion",
    "infusion",
    head=f'{_STYLES}<script src="/npm/infusion/dist/infusion-uio.js"></script>',
    body="""<div class="flc-prefsEditor-separatedPanel fl-prefsEditor-separatedPanel">
<div class="flc-slidingPanel-panel flc-prefsEditor-iframe"></div>
<div class="fl-panelBar fl-panelBar-wideScreen"><span class="fl-prefsEditor-buttons">
<button class="flc-slidingPanel-toggleButton fl-prefsEditor-showHide"></button>
<button class="flc-prefsEditor-reset fl-prefsEditor-reset"><span class="fl-icon-undo"></span> Reset
</button></span></div></div><nav class="flc-toc-tocContainer"></nav>
<script>fluid.uiOptions('.flc-prefsEditor-separatedPanel', { auxiliarySchema: {
  terms: {
    templatePrefix: '/npm/infusion/src/framework/preferences/html',
    messagePrefix: '/npm/infusion/src/framework/preferences/messages',
  },
  'fluid.prefs.tableOfContents': { enactor: {
    tocTemplate: '/npm/infusion/src/components/tableOfContents/html/TableOfContents.html',
    tocMessage:
      '/npm/infusion/src/framework/preferences/messages/tableOfContents-enactor.json',
  } },
} })</script>""",
    drive="""({
      ready: () => !!document.querySelector('.flc-slidingPanel-toggleButton[aria-expanded]'),
      async open() {
        document.querySelector('.flc-slidingPanel-toggleButton').click()
        while (!document.querySelector('.flc-prefsEditor-themeInput'))
          await new Promise(requestAnimationFrame)
      },
      contrast: (name) =>
        document.querySelector(`.flc-prefsEditor-themeInput[value="${name}"]`).click(),
      larger: () => document.querySelector('.flc-textfieldStepper-increase').click(),
      double() { for (let step = 0; step < 10; step++) this.larger() },
    })""",
    contrasts=("wb", "yb", "bw"),
    own=".flc-prefsEditor-separatedPanel",
)
PEERS = (_SIENNA, _RANBUCH, _INFUSION)
