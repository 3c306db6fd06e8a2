// The list of messages on the page. Entries are known by id; those that the server has numbered stand in that order, the
// others after them.

export class Log {
  constructor(root, strings, say, quick) {
    this.root = root;
    this.strings = strings;
    this.say = say;
    this.quick = quick;
    this.entries = new Map();
    this.answered = new Set();
    this.last = 0;
    const lang = document.documentElement.lang;
    this.time = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: strings.zone });
    this.day = new Intl.DateTimeFormat(lang, { month: "long", day: "numeric", weekday: "short", timeZone: strings.zone });
  }

  clear() {
    this.entries.clear();
    this.last = 0;
    this.root.replaceChildren();
  }

  /** Show an entry as the server tells it; again if it is there already. */
  show(entry, fresh = true) {
    const stays = this.atEnd();
    const known = this.entries.get(entry.id);
    const element = this.build(entry, fresh && !known);
    known?.element.remove();
    this.entries.set(entry.id, { ...entry, element });
    this.last = Math.max(this.last, entry.seq ?? 0);
    this.place(entry, element);
    if (entry.answers) this.settle(entry.answers);
    this.afterwards();
    if (stays || entry.role === "member") this.toEnd();
  }

  /** Show what the member just said, not accepted yet. */
  showWaiting(item, sentence) {
    const entry = { id: item.id, role: "member", text: item.text ?? item.label ?? item.button, at: item.at, waiting: sentence };
    if (this.entries.get(item.id)?.seq) return;
    this.show(entry);
  }

  showRefused(item, sentence) {
    const text = item.text ?? item.label ?? item.button;
    this.show({ id: item.id, role: "member", text, at: item.at, refused: sentence || this.strings["not-accepted"], after: this.last });
  }

  /** Something to know now, gone with the outcome that it speaks of. */
  notice(answers, text) {
    if (this.answered.has(answers)) return;
    this.show({ id: `notice ${answers}`, role: "bot", text, notice: true });
  }

  settle(answers) {
    this.answered.add(answers);
    const id = `notice ${answers}`;
    this.entries.get(id)?.element.remove();
    this.entries.delete(id);
  }

  /** A first word to a stranger; it is not part of the history. */
  greet(text) {
    this.root.prepend(this.build({ role: "bot", text }, false));
  }

  place(entry, element) {
    const later = [...this.root.querySelectorAll(".entry[data-id]")].find((other) => {
      if (other === element) return false;
      const seq = Number(other.dataset.seq);
      const own = Number(element.dataset.seq);
      return own ? !seq || seq > own : false;
    });
    this.root.insertBefore(element, later ?? null);
  }

  build(entry, fresh) {
    const element = document.createElement("article");
    element.className = `entry ${entry.role}`;
    if (entry.id) element.dataset.id = entry.id;
    // What was refused has no number; it stays behind what it followed.
    element.dataset.seq = entry.seq || (entry.after ? entry.after + 0.5 : 0);
    element.classList.toggle("fresh", fresh);
    element.classList.toggle("notice", Boolean(entry.notice));
    element.classList.toggle("outcome", Boolean(entry.answers));
    element.classList.toggle("waiting", Boolean(entry.waiting));
    element.classList.toggle("refused", Boolean(entry.refused));
    const who = document.createElement("span");
    who.className = "unseen";
    who.textContent = `${this.strings[entry.role === "member" ? "you" : "bot"]}: `;
    const bubble = document.createElement("p");
    bubble.className = "bubble";
    bubble.append(who, entry.text);
    element.append(bubble);
    if (entry.photo) element.append(this.picture(entry));
    if (entry.file) element.append(this.file(entry));
    const choices = (entry.choices ?? []).filter((choice) => !this.quick.has(choice.data));
    if (choices.length) element.append(this.choices(choices));
    element.append(this.meta(entry));
    return element;
  }

  picture(entry) {
    const link = document.createElement("a");
    link.className = "picture";
    link.href = `/photos/${entry.photo}`;
    link.target = "_blank";
    link.rel = "noopener";
    const image = document.createElement("img");
    image.alt = entry.text;
    image.src = `/photos/${entry.photo}/thumbnail`;
    image.addEventListener("load", () => this.atEnd(400) && this.toEnd());
    image.addEventListener("error", () => link.replaceWith(this.strings["photo-broken"]));
    link.append(image);
    return link;
  }

  file(entry) {
    const link = document.createElement("a");
    link.className = "file";
    link.href = `/files/${entry.file}`;
    link.textContent = this.strings[`file-${entry.file}`];
    return link;
  }

  choices(choices) {
    const group = document.createElement("div");
    group.className = "choices";
    for (const { label, data } of choices) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.classList.toggle("main", data.startsWith("ci:"));
      button.addEventListener("click", () => {
        // A second tap of an impatient finger would be a second check-in, which is then refused: confusing.
        button.disabled = true;
        setTimeout(() => (button.disabled = false), 4000);
        this.say({ button: data, label });
      });
      group.append(button);
    }
    return group;
  }

  meta(entry) {
    const meta = document.createElement("span");
    meta.className = "meta";
    if (entry.waiting || entry.refused) {
      meta.textContent = entry.waiting || entry.refused;
      return meta;
    }
    if (entry.at) {
      const time = document.createElement("time");
      time.dateTime = entry.at;
      time.textContent = this.time.format(new Date(entry.at));
      meta.append(time);
    }
    return meta;
  }

  /** Day lines between days, and quiet buttons under all but the latest answers. */
  afterwards() {
    for (const line of this.root.querySelectorAll(".day")) line.remove();
    const elements = [...this.root.querySelectorAll(".entry")];
    const newest = elements.findLast((element) => element.querySelector(".choices"));
    const today = this.day.format(new Date());
    let day = null;
    for (const element of elements) {
      element.classList.toggle("old", element !== newest);
      const at = element.querySelector("time")?.dateTime;
      const own = at ? this.day.format(new Date(at)) : day;
      if (own && own !== day) {
        const line = document.createElement("p");
        line.className = "day";
        line.textContent = own === today ? this.strings.today : own;
        element.before(line);
        day = own;
      }
    }
  }

  atEnd(within = 120) {
    return this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight < within;
  }

  toEnd() {
    this.root.scrollTop = this.root.scrollHeight;
  }
}
