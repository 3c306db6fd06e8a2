const strings = JSON.parse(document.getElementById("strings").textContent);
const statusLine = document.getElementById("status");
const panels = new Map([...document.querySelectorAll("[data-panel]")].map((each) => [each.dataset.panel, each]));
// Days end and clocks drift without anybody telling.
const LOOK_AGAIN = 60_000;

// --- fetching a panel anew -------------------------------------------------------------------------------------------

const busy = new Set();
const stale = new Set();

async function refresh(name) {
  stale.add(name);
  if (document.hidden || busy.has(name)) return;
  busy.add(name);
  try {
    while (stale.delete(name)) {
      const response = await fetch(`/panels/${name}`, { signal: AbortSignal.timeout(15_000) });
      if (response.status === 401) return location.assign("/login");
      if (response.ok) put(panels.get(name), await response.text());
    }
  } catch {
    // The stream notices a server that is away, and what came meanwhile is asked for when it is back.
  } finally {
    busy.delete(name);
  }
}

function refreshAll() {
  for (const name of panels.keys()) refresh(name);
}

// What is pressed must still be there when it is let go, or nothing was clicked.
let pressed = false;
const held = new Map();

document.addEventListener("pointerdown", () => (pressed = true));
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    pressed = false;
    // The click comes after it.
    setTimeout(() => {
      for (const [panel, html] of held) put(panel, html);
    });
  });
}

function put(panel, html) {
  if (pressed) return held.set(panel, html);
  held.delete(panel);
  const opened = new Set([...panel.querySelectorAll("details[open]")].map((each) => each.dataset.key));
  const focused = document.activeElement?.closest?.("details")?.dataset.key;
  const scrolled = new Map([...panel.querySelectorAll(".names")].map((each) => [keyOf(each), each.scrollTop]));
  panel.innerHTML = html;
  for (const each of panel.querySelectorAll("details")) {
    each.open = opened.has(each.dataset.key);
    if (panel.dataset.panel === "participation" && each.dataset.key === focused) each.querySelector("summary").focus();
  }
  for (const each of panel.querySelectorAll(".names")) each.scrollTop = scrolled.get(keyOf(each)) ?? 0;
  tick();
}

function keyOf(names) {
  return names.closest("details").dataset.key;
}

// --- clocks ----------------------------------------------------------------------------------------------------------

let ahead = 0;

function tick() {
  // The server's clock counts, not the browser's.
  for (const each of document.querySelectorAll("[data-now]:not([data-seen])")) {
    ahead = Date.parse(each.dataset.now) - Date.now();
    each.dataset.seen = "";
  }
  for (const each of document.querySelectorAll("[data-due]")) {
    const seconds = Math.round((Date.parse(each.dataset.due) - Date.now() - ahead) / 1000);
    each.textContent = strings[seconds >= 0 ? "left" : "over"].replace("{time}", span(Math.abs(seconds)));
    each.classList.toggle("soon", seconds >= 0 && seconds < 300);
    each.classList.toggle("late", seconds < 0);
  }
}

function span(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

// --- the stream ------------------------------------------------------------------------------------------------------

let stream = null;
let opened = false;
let again = 1000;
let complaint = null;

function follow() {
  stream?.close();
  stream = new EventSource("/live");
  stream.addEventListener("open", () => {
    again = 1000;
    clearTimeout(complaint);
    complaint = null;
    tell("");
    // The page may be older than the stream, too: something may have happened in between.
    refreshAll();
    opened = true;
    document.documentElement.dataset.live = "";
  });
  stream.addEventListener("changed", (event) => panels.has(event.data) && refresh(event.data));
  stream.addEventListener("error", () => {
    delete document.documentElement.dataset.live;
    complaint ??= setTimeout(() => tell(navigator.onLine ? strings.reconnecting : strings.offline), 2500);
    if (stream.readyState === EventSource.CLOSED) {
      setTimeout(follow, again);
      again = Math.min(15_000, again * 2);
      // A session that ended closes the stream as well; asking for a panel tells.
      if (opened) refreshAll();
    }
  });
}

function tell(sentence) {
  statusLine.textContent = sentence;
  statusLine.hidden = !sentence;
}

window.addEventListener("offline", () => tell(strings.offline));
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) for (const name of stale) refresh(name);
});
setInterval(refreshAll, LOOK_AGAIN);
setInterval(tick, 1000);
tick();
follow();
