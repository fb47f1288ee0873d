// Ask, judge, choose, correct; and follow a vote until a newer policy serves.

import { ask, fate, feedback, openAsks } from './api.js';

const EXAMPLES = [
  'My order is late. Where is it?',
  'I was charged twice for one order.',
  'I forgot my password.',
  'How do I get a refund?',
];
const THUMB = 'M7 11v9H4v-9h3zm0 0 4-8c1.700 0 2.700 1.200 2.400 2.800L12.800 9H18a2 2 0 0 1 2 2.400l-1.300 7A2 2 0 0 1 16.700 20H7';
const PATIENCE_MS = 120000;
const POLL_MS = 500;

const element = (id) => document.getElementById(id);

function make(tag, options = {}, children = []) {
  const node = document.createElement(tag);
  const { className, text, ...attributes } = options;
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function thumbIcon(down) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', THUMB);
  if (down) path.setAttribute('transform', 'rotate(180 12 12)');
  svg.append(path);
  return svg;
}

/** One answer on the page. */
class Answer {
  constructor(view, index, count) {
    this.view = view;
    this.name = count === 1 ? 'Answer' : index === 0 ? 'First answer' : 'Second answer';
    this.rolloutId = '';
    this.receipt = undefined;
    this.version = 0;
    this.asked = true;
    this.compare = 'at-once';
    this.given = new Map();
    this.title = make('h3', { text: this.name });
    this.text = make('p', { className: 'text' });
    this.actions = make('div', { className: 'actions', role: 'group', 'aria-label': `Judge: ${this.name}` });
    this.actions.hidden = true;
    this.node = make('article', { className: 'answer busy' }, [this.title, this.text, this.actions]);
    this.addActions();
  }

  addActions() {
    this.up = this.thumb('up', 'Helpful');
    this.down = this.thumb('down', 'Not helpful');
    this.edit = make('button', { type: 'button', text: 'Write it better', 'aria-expanded': 'false' });
    this.edit.addEventListener('click', () => this.openEditor());
    this.actions.append(this.up, this.down, this.edit);
  }

  thumb(value, label) {
    const button = make('button', { type: 'button', className: 'thumb', 'aria-pressed': 'false', 'data-thumb': value },
      [thumbIcon(value === 'down'), label]);
    button.addEventListener('click', () => this.vote(button, value, label));
    return button;
  }

  take(choice) {
    if (choice.thumbstream) {
      this.rolloutId = choice.thumbstream.rollout_id;
      this.version = choice.thumbstream.policy_version;
      this.receipt = choice.thumbstream.receipt ?? this.receipt;
      this.asked = choice.thumbstream.ask ?? this.asked;
      this.compare = choice.thumbstream.compare ?? this.compare;
      this.title.textContent = `${this.name}, policy version ${this.version}`;
    }
    if (choice.delta?.content) this.text.textContent += choice.delta.content;
    if (choice.finish_reason) this.finish();
  }

  finish() {
    this.node.classList.remove('busy');
    if (!this.text.textContent) this.text.textContent = '(an empty answer)';
    this.actions.hidden = !this.asked;
  }

  async vote(button, value, label) {
    if (button.getAttribute('aria-pressed') === 'true') {
      await this.view.send(this, `Withdrew “${label}”`, {
        kind: 'retract', rollout_id: this.rolloutId, retracts: this.given.get(value),
      }, () => button.setAttribute('aria-pressed', 'false'));
      return;
    }
    await this.view.send(this, label, { kind: 'thumb', rollout_id: this.rolloutId, value }, (id) => {
      this.given.set(value, id);
      this.up.setAttribute('aria-pressed', String(button === this.up));
      this.down.setAttribute('aria-pressed', String(button === this.down));
    });
  }

  openEditor() {
    if (this.editor) return;
    const id = `edit-${this.rolloutId}`;
    const area = make('textarea', { id, rows: '4', maxlength: '2000' });
    area.value = this.text.textContent;
    const send = make('button', { type: 'submit', text: 'Send correction' });
    const cancel = make('button', { type: 'button', text: 'Cancel' });
    this.editor = make('form', { className: 'editor' },
      [make('label', { for: id, text: 'The answer as it should have been' }), area, make('div', { className: 'row' }, [send, cancel])]);
    cancel.addEventListener('click', () => this.closeEditor());
    this.editor.addEventListener('submit', async (event) => {
      event.preventDefault();
      await this.view.send(this, 'Correction', { kind: 'edit', rollout_id: this.rolloutId, text: area.value }, () => {
        this.text.textContent = area.value;
        this.closeEditor();
      });
    });
    this.edit.setAttribute('aria-expanded', 'true');
    this.node.append(this.editor);
    area.focus();
  }

  closeEditor() {
    this.editor.remove();
    this.editor = null;
    this.edit.setAttribute('aria-expanded', 'false');
    this.edit.focus();
  }
}

/** The view "Try it". */
class TryView {
  constructor() {
    this.answers = [];
    this.policyVersion = 0;
    this.pursued = null;
    for (const text of EXAMPLES) {
      const button = make('button', { type: 'button', text });
      button.addEventListener('click', () => {
        element('question').value = text;
        element('question').focus();
      });
      element('examples').append(button);
    }
    element('ask').addEventListener('submit', (event) => this.ask(event));
    element('question').addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) element('ask').requestSubmit();
    });
    for (const button of element('choose').querySelectorAll('button')) {
      button.addEventListener('click', () => this.choose(button));
    }
  }

  async ask(event) {
    event.preventDefault();
    const question = element('question').value.trim();
    if (!question) return;
    const count = Number(new FormData(event.target).get('count'));
    this.begin(question, count);
    try {
      await ask(question, count, (chunk) => chunk.choices.forEach((choice) => this.answers[choice.index].take(choice)));
      if (count === 2 && this.answers[0].asked) this.offerChoice(this.answers);
    } catch (failure) {
      this.answers.forEach((answer) => answer.node.classList.remove('busy'));
      this.notice(failure.message);
    } finally {
      element('answers').setAttribute('aria-busy', 'false');
      element('send').disabled = false;
    }
  }

  /** Shows the choice between two answers: at once, or when people are asked to make it and the page still shows them. */
  async offerChoice(answers) {
    const end = performance.now() + PATIENCE_MS;
    let asked = answers[0].compare !== 'when-asked';
    while (!asked && this.answers === answers && performance.now() < end) {
      await new Promise((resume) => setTimeout(resume, POLL_MS));
      const open = await openAsks().catch(() => []);
      asked = open.some((pair) => answers.every((answer) => pair.rollout_ids.includes(answer.rolloutId)));
    }
    if (asked && this.answers === answers) element('choose').hidden = false;
  }

  begin(question, count) {
    this.notice('');
    this.answers = Array.from({ length: count }, (unused, index) => new Answer(this, index, count));
    this.pursued = null;
    element('asked').textContent = question;
    element('reply-title').textContent = count === 1 ? 'The answer' : 'Two answers';
    element('answers').replaceChildren(...this.answers.map((answer) => answer.node));
    element('answers').setAttribute('aria-busy', 'true');
    element('choose').hidden = true;
    element('choose').querySelectorAll('button').forEach((button) => button.setAttribute('aria-pressed', 'false'));
    element('steps').hidden = true;
    element('send').disabled = true;
    element('reply').hidden = false;
  }

  async choose(button) {
    const [first, second] = this.answers;
    await this.send(first, `Chose: ${button.textContent.toLowerCase()}`, {
      kind: 'pair', rollout_ids: [first.rolloutId, second.rolloutId], value: button.dataset.choice,
    }, () => element('choose').querySelectorAll('button')
      .forEach((other) => other.setAttribute('aria-pressed', String(other === button))));
  }

  /** Sends feedback and follows it. */
  async send(answer, title, fields, done) {
    this.notice('');
    try {
      const id = await feedback({ ...fields, receipt: answer.receipt });
      done(id);
      this.follow(id, title, answer.version);
    } catch (failure) {
      this.notice(failure.message);
    }
  }

  async follow(id, title, answeredBy) {
    element('mine-empty').hidden = true;
    const state = make('span', { className: 'state', text: 'stored' });
    element('mine').prepend(make('li', { 'data-feedback': id }, [`${title} (policy version ${answeredBy})`, state]));
    const pursuit = { id, version: null };
    this.pursued = pursuit;
    element('steps').hidden = false;
    this.steps(true, false, null);
    const counted = await this.awaitCounted(id);
    if (!counted) {
      state.textContent = 'stored, not counted yet';
      return;
    }
    state.textContent = 'counted';
    state.classList.add('counted');
    pursuit.version = Math.max(this.policyVersion, answeredBy);
    if (this.pursued === pursuit) this.steps(true, true, null);
  }

  async awaitCounted(id) {
    const end = performance.now() + PATIENCE_MS;
    while (performance.now() < end) {
      try {
        if (await fate(id) === 'counted') return true;
      } catch {
        // the line above the page says that the connection is lost; the vote is stored all the same
      }
      await new Promise((resume) => setTimeout(resume, POLL_MS));
    }
    return false;
  }

  steps(stored, counted, version) {
    element('step-stored').classList.toggle('done', stored);
    element('step-counted').classList.toggle('done', counted);
    element('step-learned').classList.toggle('done', version !== null);
    element('step-learned').textContent = version === null ? 'Newer policy serves' : `Policy version ${version} serves now`;
  }

  update(status) {
    this.policyVersion = status.now.policy_version;
    const pursuit = this.pursued;
    if (pursuit && pursuit.version !== null && this.policyVersion > pursuit.version) {
      this.steps(true, true, this.policyVersion);
      this.pursued = null;
    }
  }

  notice(text) {
    element('notice').textContent = text;
    element('notice').hidden = !text;
  }
}

/** Starts the view. */
export function startTry() {
  return new TryView();
}
