import { Log } from "./log.js";
import { Outbox } from "./outbox.js";

const strings = JSON.parse(document.getElementById("strings").textContent);
const statusLine = document.getElementById("status");
const field = document.getElementById("text");
const quick = new Set([...document.querySelectorAll(".quick button")].map((button) => button.dataset.data));
const attach = document.getElementById("attach");
const photo = document.getElementById("photo");
const log = new Log(document.getElementById("log"), strings, say, quick);
const outbox = new Outbox({
  accepted(item, answer) {
    for (const entry of answer.entries) log.show(entry);
    showMember(answer.me);
    refreshLanguage(answer.me.locale);
  },
  refused: (item, sentence) => log.showRefused(item, sentence),
  waiting: (item, sentence) => log.showWaiting(item, sentence ? `${strings.submitting} ${sentence}` : strings["submitting-unreachable"]),
  lost: newChat,
  gone: strings["photo-lost"],
});

function say({ text, button, label }) {
  const item = { id: newId(), text, button, label, at: new Date().toISOString() };
  log.showWaiting(item, strings.submitting);
  outbox.add(item);
}

function sendPhoto(file) {
  const item = { id: newId(), text: strings.photo, photo: true, at: new Date().toISOString() };
  if (file.size > strings["photo-most"]) return log.showRefused(item, strings["photo-too-large"]);
  log.showWaiting(item, strings.submitting);
  outbox.add(item, file);
}

function newId() {
  // randomUUID exists on https and localhost only; a school's own server may have neither.
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function showMember(me) {
  attach.hidden = !me.photo;
  const line = document.getElementById("member");
  line.textContent = me.member ? `${me.member.name} · ${me.member.unit}` : strings.stranger;
}

function refreshLanguage(locale) {
  if (locale !== document.documentElement.lang && !outbox.items().length) location.reload();
}

function newChat() {
  // The cookie is gone; the page brings a new one. Once only, for browsers that keep no cookies.
  if (sessionStorage.getItem("zhixing.renewed")) return;
  sessionStorage.setItem("zhixing.renewed", "1");
  location.reload();
}

// --- the stream ------------------------------------------------------------------------------------------------------

let stream = null;
let again = 1000;
let complaint = null;

function follow() {
  stream?.close();
  stream = new EventSource(`/api/stream?after=${log.last}`);
  stream.addEventListener("open", () => {
    again = 1000;
    clearTimeout(complaint);
    complaint = null;
    if (!statusLine.hidden) tell("");
    outbox.hurry();
  });
  stream.addEventListener("entry", (event) => log.show(JSON.parse(event.data)));
  stream.addEventListener("notice", (event) => {
    const { answers, text } = JSON.parse(event.data);
    log.notice(answers, text);
  });
  stream.addEventListener("reset", () => log.clear());
  stream.addEventListener("error", () => {
    complaint ??= setTimeout(() => tell(navigator.onLine ? strings.reconnecting : strings.offline), 2500);
    if (stream.readyState === EventSource.CLOSED) {
      setTimeout(follow, again);
      again = Math.min(15000, again * 2);
    }
  });
}

function tell(sentence) {
  statusLine.textContent = sentence;
  statusLine.hidden = !sentence;
}

// --- the composer ----------------------------------------------------------------------------------------------------

function submit() {
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  grow();
  say({ text });
}

function grow() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

document.getElementById("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
photo.addEventListener("change", () => {
  for (const file of photo.files) sendPhoto(file);
  photo.value = "";
});
field.addEventListener("paste", (event) => {
  const file = [...event.clipboardData.files].find(({ type }) => type.startsWith("image/"));
  if (!file || attach.hidden) return;
  event.preventDefault();
  sendPhoto(file);
});
field.addEventListener("input", grow);
field.addEventListener("keydown", (event) => {
  // While an input method is composing, Enter chooses characters.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  submit();
});
for (const button of document.querySelectorAll("button[data-data]")) {
  button.addEventListener("click", () => say({ button: button.dataset.data, label: button.textContent.trim() }));
}
window.addEventListener("online", () => outbox.hurry());
window.addEventListener("offline", () => tell(strings.offline));
document.addEventListener("visibilitychange", () => document.hidden || outbox.hurry());

// --- a code that was scanned -----------------------------------------------------------------------------------------

const offer = document.getElementById("linking");

function offerCode() {
  // In the fragment, so that no server's log has the code; out of the address at once, so that no history has it either.
  const code = /^#link=([0-9A-Za-z]{8})$/.exec(location.hash)?.[1];
  if (!code) return;
  history.replaceState(null, "", location.pathname);
  document.getElementById("linking-code").textContent = `${code.slice(0, 4)}-${code.slice(4)}`;
  offer.hidden = false;
}

document.getElementById("linking-yes").addEventListener("click", () => {
  offer.hidden = true;
  say({ text: document.getElementById("linking-code").textContent });
});
window.addEventListener("hashchange", offerCode);

// --- the start -------------------------------------------------------------------------------------------------------

async function begin(pause = 1000) {
  try {
    const response = await fetch("/api/history", {
      headers: { "Accept-Language": document.documentElement.lang },
      signal: AbortSignal.timeout(10000),
    });
    if (response.status === 401) return newChat();
    if (!response.ok) throw new Error(String(response.status));
    const { entries, me } = await response.json();
    sessionStorage.removeItem("zhixing.renewed");
    for (const entry of entries) log.show(entry, false);
    if (!entries.length && !me.member) log.greet(strings.greeting);
    log.toEnd();
    showMember(me);
    tell("");
  } catch {
    tell(strings["history-unreachable"]);
    setTimeout(() => begin(Math.min(15000, pause * 2)), pause);
    return;
  }
  log.root.setAttribute("aria-busy", "false");
  follow();
}

for (const item of outbox.items()) log.showWaiting(item, strings.submitting);
outbox.flush();
offerCode();
begin();
