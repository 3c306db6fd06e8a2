// What the member said and the server has not accepted yet. It survives a reload, and each message keeps its id however
// often it is handed in, so the server takes it once.

const KEY = "zhixing.outbox";
const FIRST_PAUSE = 800;
const LONGEST_PAUSE = 15000;
const PATIENCE = 12000;
// A few megabytes from a phone in a school yard.
const PHOTO_PATIENCE = 90000;

export class Outbox {
  /** `on` has accepted(item, answer), refused(item, sentence), waiting(item, why) and lost(), and the
   * sentence `gone` for a photo that a reload took away. */
  constructor(on) {
    this.on = on;
    this.pause = FIRST_PAUSE;
    this.sending = false;
    this.timer = null;
    this.files = new Map();
  }

  items() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return this.unkept ?? [];
    }
  }

  keep(items) {
    try {
      localStorage.setItem(KEY, JSON.stringify(items));
    } catch {
      // Storage may be forbidden or full; the message is then kept for as long as the page is open.
      this.unkept = items;
    }
  }

  /** A photo's file is kept for as long as the page is open: it may be larger than the storage. */
  add(item, file) {
    if (file) this.files.set(item.id, file);
    this.keep([...this.items(), item]);
    this.flush();
  }

  remove(id) {
    this.files.delete(id);
    this.keep(this.items().filter((item) => item.id !== id));
  }

  /** Try now: the network came back, or the member looks at the page again. */
  hurry() {
    this.pause = FIRST_PAUSE;
    this.flush();
  }

  async flush() {
    if (this.sending) return;
    clearTimeout(this.timer);
    this.sending = true;
    try {
      for (let item = this.items()[0]; item; item = this.items()[0]) {
        if (!(await this.hand(item))) return;
      }
    } finally {
      this.sending = false;
    }
  }

  /** Hand one message in: whether the next one may follow. */
  async hand(item) {
    const { id } = item;
    if (item.photo && !this.files.has(id)) {
      this.remove(id);
      this.on.refused(item, this.on.gone);
      return true;
    }
    let response;
    let answer;
    try {
      response = await this.post(item);
      answer = await response.json();
    } catch {
      return this.later(item, "");
    }
    if (response.ok) {
      this.pause = FIRST_PAUSE;
      this.remove(id);
      this.on.accepted(item, answer);
      return true;
    }
    if (response.status === 401) {
      this.on.lost();
      return false;
    }
    if (answer.retry || response.status >= 500) {
      return this.later(item, answer.error ?? "", Number(response.headers.get("Retry-After")) * 1000);
    }
    this.remove(id);
    this.on.refused(item, answer.error ?? "");
    return true;
  }

  post({ id, text, button, label, photo }) {
    const language = { "Accept-Language": document.documentElement.lang };
    return photo
      ? fetch(`/api/photos/${id}`, {
          method: "POST",
          headers: { "Content-Type": "application/octet-stream", ...language },
          body: this.files.get(id),
          signal: AbortSignal.timeout(PHOTO_PATIENCE),
        })
      : fetch("/api/messages", {
          method: "POST",
          headers: { "Content-Type": "application/json", ...language },
          body: JSON.stringify({ id, text, button, label }),
          signal: AbortSignal.timeout(PATIENCE),
        });
  }

  later(item, why, atLeast = 0) {
    this.on.waiting(item, why);
    const jitter = this.pause * 0.3 * Math.random();
    this.timer = setTimeout(() => this.flush(), Math.max(atLeast, this.pause + jitter));
    this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
    return false;
  }
}
