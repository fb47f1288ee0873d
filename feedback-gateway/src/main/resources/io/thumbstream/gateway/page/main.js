// Tabs, the line to the server, and the two views.

import { startTry } from './try.js';
import { startRun } from './run.js';

const tabs = [...document.querySelectorAll('[role=tab]')];
const live = document.getElementById('live');
const liveText = document.getElementById('live-text');

const views = { try: startTry(), run: startRun() };

function select(tab, focus) {
  for (const other of tabs) {
    const chosen = other === tab;
    other.setAttribute('aria-selected', String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    document.getElementById(other.getAttribute('aria-controls')).hidden = !chosen;
  }
  if (focus) tab.focus();
  if (tab.id === 'tab-run') views.run.shown();
  history.replaceState(null, '', tab.id === 'tab-run' ? '#run' : '#try');
}

function moved(event) {
  const steps = { ArrowRight: 1, ArrowLeft: -1 };
  const at = tabs.indexOf(event.currentTarget);
  if (event.key in steps) {
    select(tabs[(at + steps[event.key] + tabs.length) % tabs.length], true);
  } else if (event.key === 'Home' || event.key === 'End') {
    select(event.key === 'Home' ? tabs[0] : tabs[tabs.length - 1], true);
  } else {
    return;
  }
  event.preventDefault();
}

for (const tab of tabs) {
  tab.addEventListener('click', () => select(tab, false));
  tab.addEventListener('keydown', moved);
}
select(location.hash === '#run' ? tabs[1] : tabs[0], false);

function connected(on, text) {
  live.classList.toggle('on', on);
  live.classList.toggle('off', !on);
  liveText.textContent = text;
}

const stream = new EventSource('/v1/status/stream');
stream.onmessage = (event) => {
  const status = JSON.parse(event.data);
  connected(true, `Policy version ${status.now.policy_version}`);
  views.try.update(status);
  views.run.update(status);
};
stream.onerror = () => connected(false, 'Connection lost, trying again');
