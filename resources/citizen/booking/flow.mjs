// Booking, step by step. It knows no DOM; the address bar and this tab's memory hold where the person is, so that
// "back" and a reload change nothing, and pressing "book" twice books once.

import { ApiProblem } from "../api.mjs";
import { Calendar } from "./calendar.mjs";
import { check, emptyDraft, fromProblem, toRequest } from "./details.mjs";
import { Holding } from "./holding.mjs";
import { Listing } from "./listing.mjs";
import { cannotAdd, together } from "./matters.mjs";
import { Typed } from "./typed.mjs";

/** @import {Api} from "../api.mjs" */
/** @import {AppointmentView, MatterView, OfficeView, SlotView, TownView} from "../contract.mjs" */
/** @import {Language} from "../i18n.mjs" */
/** @import {Memory} from "../memory.mjs" */
/** @import {Draft} from "./details.mjs" */
/** @import {Hold, Kept, Wanted} from "./holding.mjs" */
/** @import {Listed} from "./listing.mjs" */
/** @import {Place} from "./place.mjs" */

/** @typedef {"office" | "matter" | "more" | "bring" | "slot" | "details" | "done" | "list" | "listed"} Step */
/** @typedef {Kept & {draft: Draft, booked: {appointment: AppointmentView, email: string}, listed: Listed}} Remembered */

export const STEPS = /** @type {const} */ (["office", "matter", "bring", "slot", "details", "done"]);
/** After these the person has to choose another time. */
const HOLD_IS_GONE = new Set(["slot_taken", "hold_expired", "not_signed_in", "link_unknown"]);

export class BookingFlow extends Typed {
  /** How often the person went somewhere by the browser's own buttons. */
  #moves = 0;
  /** @type {Step} */
  step = "office";
  /** @type {OfficeView[]} */
  offices = [];
  /** @type {MatterView[]} */
  matters = [];
  /** @type {OfficeView | null} */
  office = null;
  /** @type {MatterView[]} what the person comes for, in the order of choosing */
  chosen = [];
  /** @type {TownView | null} what is switched on */
  town = null;
  /** @type {SlotView[]} offered when somebody else was faster */
  alternatives = [];
  busy = false;
  ready = false;
  /** @type {{appointment: AppointmentView, email: string} | null} */
  booked = null;
  /**
   * @param {object} parts
   * @param {Api} parts.api
   * @param {Memory<Remembered>} parts.memory
   * @param {{prepare(): Promise<unknown>, take(): Promise<string>}} parts.proof of work
   * @param {(place: Place, replace?: boolean) => void} parts.onPlace a new step (or day): write it into the address bar
   * @param {() => Language} parts.language
   * @param {() => number} [parts.now] milliseconds
   */
  constructor({ api, memory, proof, onPlace, language, now = Date.now }) {
    super(memory, () => this.calendar.today);
    this.api = api;
    this.proof = proof;
    this.calendar = new Calendar({ api, now });
    this.calendar.subscribe(() => this.changed());
    this.memory = memory;
    this.onPlace = onPlace;
    this.language = language;
    this.now = now;
    this.holding = new Holding({ api, memory, captcha: () => this.captcha(), now });
    this.booked = memory.get().booked ?? null;
    this.listing = new Listing(this);
  }

  /**
   * Load what can be chosen and go where the address bar says.
   * @param {Place} place
   */
  async start(place) {
    const loaded = await this.attempt(async () => {
      [this.offices, this.matters, this.town] = await Promise.all([this.api.offices(), this.api.matters(), this.api.town()]);
    });
    this.ready = loaded;
    if (loaded) {
      await this.go(place);
    }
  }

  /**
   * "Back", "forward", or a reload.
   * @param {Place} place
   */
  async go(place) {
    this.#moves += 1;
    this.office = this.offices.find((office) => office.id === place.office) ?? null;
    this.chosen = together(this.bookable, place.matters ?? []);
    this.problem = null;
    this.step = this.#reachable(place.step);
    if (this.step === "list" && !this.listing.period.first) {
      this.listing.begin();
    }
    this.changed();
    if (this.step !== "details" && this.step !== "done") {
      await this.holding.letGo();
    }
    if (this.step === "slot") {
      await Promise.all([this.#openCalendar(place.day), place.step === "details" && this.#takeAgain()]);
    }
  }

  /** Who went back and comes forward again gets the same time again; if somebody was faster, times beside it. */
  async #takeAgain() {
    const before = this.holding.before(this.office?.id, this.chosenIds);
    if (!before) {
      return;
    }
    const moves = this.#moves;
    const done = await this.#reserve(before);
    if (moves !== this.#moves) {
      await this.holding.letGo();
    } else if (done) {
      this.step = "details";
      this.changed();
    } else {
      this.onPlace(this.place, true);
    }
  }

  /** Matters that can be done by video, in the chosen office. */
  get bookable() {
    const here = this.office?.matters ?? [];
    return this.matters.filter((matter) => !matter.counter_only && (here.length === 0 || here.includes(matter.id)));
  }

  /** @returns {string[]} */
  get chosenIds() {
    return this.chosen.map((matter) => matter.id);
  }

  /** @returns {MatterView[]} what could still be chosen as well */
  get others() {
    return this.bookable.filter((matter) => !this.chosen.includes(matter));
  }

  /** @returns {Place} */
  get place() {
    const day = this.step === "slot" ? this.calendar.day : "";
    return { office: this.office?.id, matters: this.chosenIds, step: this.step, ...(day && { day }) };
  }

  /** @returns {Hold | null} */
  get hold() {
    return this.holding.hold;
  }

  /** @returns {number} milliseconds that the slot is still held; 0 when it is not */
  get heldFor() {
    return this.holding.left;
  }

  /** @param {OfficeView} office */
  chooseOffice(office) {
    this.office = office;
    this.chosen = [];
    this.#to("matter");
  }

  /** @param {MatterView} matter the first one */
  chooseMatter(matter) {
    this.chosen = [matter];
    this.#to("bring");
  }

  toMore() {
    this.#to("more");
  }

  toBring() {
    this.#to("bring");
  }

  /** @param {MatterView} matter one more */
  addMatter(matter) {
    if (!this.chosen.includes(matter) && !cannotAdd(this.chosen, matter)) {
      this.chosen = [...this.chosen, matter];
    }
    this.#to("bring");
  }

  /** @param {MatterView} matter not this one after all */
  dropMatter(matter) {
    this.chosen = this.chosen.filter((one) => one !== matter);
    this.changed();
    this.onPlace(this.place, true);
  }

  async toSlots() {
    this.#to("slot");
    await this.#openCalendar();
  }

  /** @param {string} day whose times are wanted */
  chooseDay(day) {
    this.calendar.choose(day);
    this.onPlace(this.place, true);
  }

  /** @param {string} [day] */
  async #openCalendar(day) {
    if (this.town?.captcha) {
      this.proof.prepare().catch(() => {}); // Whether it works is heard when it is needed.
    }
    if (this.office && this.chosen.length > 0) {
      this.calendar.reach(this.office);
      await this.calendar.open(this.office.id, this.chosenIds, day ?? this.calendar.day);
    }
  }

  /**
   * Hold this slot. The one that is held already is kept; a repeat after a lost answer is no second reservation.
   * @param {string} start
   */
  async take(start) {
    const { office, chosenIds: matters } = this;
    if (!office || matters.length === 0 || this.busy) {
      return;
    }
    const wanted = { office: office.id, matters, start };
    if (this.holding.is(wanted) && this.heldFor > 0) {
      this.#to("details");
      return;
    }
    const moves = this.#moves;
    if (await this.#reserve(wanted)) {
      await (moves === this.#moves ? this.#to("details") : this.holding.letGo());
    }
  }

  /**
   * @param {Wanted} wanted
   * @param {boolean} [again] the proof of work was refused once; it may have been too old
   * @returns {Promise<boolean>}
   */
  async #reserve(wanted, again = false) {
    const done = await this.attempt(async () => {
      await this.holding.take(wanted);
      this.alternatives = [];
    });
    this.holding.attempt.answered(this.problem);
    return this.problem === "captcha_wrong" && !again ? this.#reserve(wanted, true) : done;
  }

  /** @returns {Promise<string | null>} null: the town does not want any */
  async captcha() {
    return this.town?.captcha ? this.proof.take() : null;
  }

  /** Book with what was typed. */
  async book() {
    if (this.busy || !this.allRight(check(this.draft, this.calendar.today))) {
      return;
    }
    if (!this.hold && this.alternatives.length > 0) {
      this.problem = "slot_taken"; // One of the times beside it has to be chosen first.
      this.changed();
      return;
    }
    const old = this.hold;
    // The time ran out while the person was typing: hold the same slot once more, without a word if it works.
    if (old && this.heldFor === 0 && !(await this.#reserve(old))) {
      return;
    }
    const { hold } = this;
    if (!hold) {
      await this.toSlots();
      return;
    }
    const request = toRequest(this.draft, this.language());
    const done = await this.attempt(async () => {
      const appointment = await this.api.book(hold.hold_token, request, this.holding.bookingKey(JSON.stringify(request)));
      this.booked = { appointment, email: request.email };
      this.holding.drop();
      this.draft = emptyDraft();
      this.memory.forget();
      this.memory.add({ booked: this.booked });
    });
    if (done) {
      this.#to("done");
    }
  }

  toList() {
    this.listing.begin();
    this.#to("list");
  }

  /** Onto the waiting list. */
  async list() {
    if (await this.listing.send()) {
      this.#to("listed");
    }
  }

  toBooked() {
    this.#to("done");
  }

  /** Forget the finished booking and begin anew. */
  again() {
    this.booked = null;
    this.listing.done = null;
    this.memory.forget();
    this.office = null;
    this.chosen = [];
    this.#to("office");
  }

  /**
   * @param {string | undefined} wanted
   * @returns {Step} the wanted step, or the last one before it that is possible
   */
  #reachable(wanted) {
    // "Back" after booking leads to what was booked, not to a form that would book it again.
    if ((wanted === "done" || (wanted === "details" && !this.hold)) && this.booked) return "done";
    if (wanted === "listed" && this.listing.done) return "listed";
    if (!this.office) return "office";
    if (this.chosen.length === 0) return "matter";
    if (wanted === "details" && this.holding.is({ office: this.office.id, matters: this.chosenIds })) return "details";
    if (wanted === "list" && this.town?.waiting_list) return "list";
    if (wanted === "details" || wanted === "slot" || wanted === "list") return "slot";
    if (wanted === "more") return this.others.length > 0 && !cannotAdd(this.chosen) ? "more" : "bring";
    return wanted === "matter" || wanted === "office" ? wanted : "bring";
  }

  /** @param {Step} step */
  #to(step) {
    const same = step === this.step;
    this.step = step;
    this.problem = null;
    this.errors = {};
    if (step !== "slot") {
      this.alternatives = [];
    }
    this.changed();
    if (!same) {
      this.onPlace(this.place);
    }
  }

  /**
   * Do something with the service; what goes wrong becomes `problem`, and `errors` where a field is meant.
   * @param {() => Promise<void>} work
   * @returns {Promise<boolean>} whether it worked
   */
  async attempt(work) {
    this.busy = true;
    this.problem = null;
    this.changed();
    try {
      await work();
      return true;
    } catch (problem) {
      this.#failed(problem instanceof ApiProblem ? problem : new ApiProblem({ code: "unexpected" }));
      return false;
    } finally {
      this.busy = false;
      this.changed();
    }
  }

  /** @param {ApiProblem} problem */
  #failed(problem) {
    this.problem = problem.code;
    this.errors = fromProblem(problem.fields);
    if (this.step === "details" && problem.code === "wrong_state") {
      this.problem = "booked_elsewhere"; // The same reservation, in another tab.
      return;
    }
    if (HOLD_IS_GONE.has(problem.code)) {
      // What was typed stays; only another time has to be chosen.
      this.holding.drop();
      this.alternatives = problem.alternatives;
      if (problem.code !== "slot_taken") {
        this.problem = "hold_expired";
      }
      this.#chooseAgain();
    }
  }

  /** With times to offer the person stays where they are; otherwise the calendar is the place. */
  #chooseAgain() {
    if (this.step === "details" && this.alternatives.length === 0) {
      this.step = "slot";
      this.onPlace(this.place);
    }
    const { office, chosenIds: matters } = this;
    if (office && matters.length > 0) {
      void this.calendar.refresh(office.id, matters);
    }
  }
}
