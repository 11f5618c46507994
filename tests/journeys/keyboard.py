"""The same journey without a mouse: Tab, Space, arrows, Enter and typing, nothing else."""

from __future__ import annotations

from playwright.sync_api import Locator

from tests.journeys.navigators import Asker, press_and_wait

FURTHEST = 200


class KeyboardAsker(Asker):
    """Someone who cannot use a mouse or a touch screen."""

    def tab_to(self, target: Locator) -> None:
        """Press Tab until the target has the focus; fails when it is never reached."""
        wanted = target.element_handle()
        for _ in range(FURTHEST):
            if self.page.evaluate("wanted => document.activeElement === wanted", wanted):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {target}")

    def press(self, button: Locator) -> None:
        self.tab_to(button)
        press_and_wait(self.page, lambda: self.page.keyboard.press("Enter"))

    def fills(self, name: str, value: str) -> None:
        choice = self.page.locator(f"main [name={name}][value='{value}']")
        if not choice.count():
            self.tab_to(self.page.locator(f"main [name={name}]"))
            self.page.keyboard.type(value)
        elif choice.get_attribute("type") == "radio":
            self.choose_radio(name, choice)
        else:
            self.tab_to(choice)
            self.page.keyboard.press("Space")

    def choose_radio(self, name: str, choice: Locator) -> None:
        group = self.page.locator(f"main [name={name}]")
        self.tab_to(group.first)
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if choice.is_checked():
                return
            self.page.keyboard.press("ArrowDown")

    def types_code(self, code: str) -> None:
        self.page.goto(f"{self.base}/status")
        self.tab_to(self.page.locator("main [name=code]"))
        self.page.keyboard.type(code)
        self.goes_on()

    def press_open(self, closed: str, has: Locator | None = None) -> None:
        while self.page.locator(closed, has=has).count():
            self.tab_to(self.page.locator(closed, has=has).first.locator("summary").first)
            self.page.keyboard.press("Enter")

    def writes(self, words: str) -> None:
        self.opens("[name=words]")
        self.tab_to(self.page.locator("[name=words]"))
        self.page.keyboard.type(words)
        self.press(self.page.locator("form", has=self.page.locator("[name=words]")).locator("button").last)
