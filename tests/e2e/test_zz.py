import time
from tests.e2e import test_every_page as t, accessibility as a, soundness as so

T = {}


def wrap(name, mod):
    f = getattr(mod, name)

    def g(*x, **k):
        s = time.perf_counter()
        try:
            return f(*x, **k)
        finally:
            T.setdefault(name, []).append(time.perf_counter() - s)

    setattr(mod, name, g)
    return f


def test_p(open_page, institute, screenshot):
    from playwright.sync_api import Page

    old = [(n, wrap(n, Page)) for n in ("goto", "evaluate", "set_viewport_size", "emulate_media")]
    wrap("violations", so)
    wrap("violations_in_the_dark", so)
    wrap("_run", a)
    wrap("look_at", t)
    wrap("faults_on_a_phone", t)
    s = time.perf_counter()
    t.test_every_page_that_a_link_leads_to_is_sound(
        open_page, institute, screenshot, t.newcomer, "en"
    )
    print("all", time.perf_counter() - s)
    for n, f in old:
        setattr(Page, n, f)
    for k, l in T.items():
        print(k, len(l), round(sum(l), 2), round(sum(l) / len(l), 3))
