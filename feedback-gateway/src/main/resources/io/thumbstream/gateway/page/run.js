// Live figures and curves of the run.

import uPlot from './uplot.js';
import { status } from './api.js';

const POINTS = 900;
const HEIGHT = 170;

const number = (value, digits = 2) => (value === null || value === undefined ? '–' : value.toFixed(digits));
const percent = (value) => (value === null || value === undefined ? '–' : `${Math.round(value * 100)} %`);

const TILES = [
  ['Policy version', (now) => now.policy_version],
  ['Reward-model version', (now) => now.reward_version],
  ['Votes', (now) => now.votes.toLocaleString('en')],
  ['Labels', (now) => now.labels.toLocaleString('en')],
  ['Thumbs up', (now) => percent(now.thumbs_up)],
  ['Reward-model score', (now) => number(now.score)],
  ['Lag, versions', (now) => number(now.lag_versions, 1)],
  ['Vote to label', (now) => (now.label_seconds === null ? '–' : `${number(now.label_seconds, 1)} s`)],
];

const CHARTS = [
  { title: 'Reward', series: [['score', 'raw score'], ['reward', 'reward']] },
  { title: 'Thumbs up', series: [['thumbs_up', 'share of thumbs']], range: [0, 1] },
  { title: 'Votes and labels', series: [['votes', 'votes'], ['labels', 'labels']] },
  { title: 'Versions', series: [['policy_version', 'policy'], ['reward_version', 'reward model']] },
  { title: 'Lag', series: [['lag_versions', 'policy versions'], ['label_seconds', 'vote to label, s']] },
  { title: 'Drift', series: [['drift', 'value / alarm']] },
];

const element = (id) => document.getElementById(id);
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const clockTimes = (plot, seconds) => seconds.map((second) => new Date(second * 1000).toLocaleTimeString('en-GB'));

function cell(text, className) {
  const node = document.createElement('td');
  node.textContent = text;
  if (className) node.className = className;
  return node;
}

function row(...cells) {
  const node = document.createElement('tr');
  node.append(...cells);
  return node;
}

const WORDS = {
  thumb: (value) => (value > 0 ? 'thumb up' : 'thumb down'),
  pair: (value) => (value > 0 ? 'first is better' : value < 0 ? 'second is better' : 'tie'),
  rating: (value) => `rating ${number(value)}`,
};
const words = (vote) => (WORDS[vote.kind] ? WORDS[vote.kind](vote.value) : vote.kind);

/** One chart: a figure with a caption, a key and a plot. */
class Chart {
  constructor(options) {
    this.options = options;
    this.figure = document.createElement('figure');
    const caption = document.createElement('figcaption');
    const title = document.createElement('strong');
    title.textContent = options.title;
    const key = document.createElement('span');
    key.className = 'key';
    options.series.forEach(([, label], index) => {
      const mark = document.createElement('i');
      if (index === 1) mark.className = 'second';
      key.append(mark, label);
    });
    caption.append(title, key);
    this.box = document.createElement('div');
    this.box.className = 'plot';
    this.box.setAttribute('role', 'img');
    this.figure.append(caption, this.box);
  }

  draw(points) {
    const data = [points.map((point) => point.at), ...this.options.series.map(([name]) => points.map((point) => point[name]))];
    this.box.setAttribute('aria-label', this.summary(points));
    if (this.plot) {
      this.plot.setData(data);
    } else if (this.box.clientWidth > 0) {
      this.plot = new uPlot(this.settings(), data, this.box);
    }
  }

  summary(points) {
    const last = points[points.length - 1];
    const parts = this.options.series.map(([name, label]) => `${label} ${number(last?.[name])}`);
    return `${this.options.title} over time. Now: ${parts.join(', ')}.`;
  }

  settings() {
    const axis = { stroke: color('--quiet'), grid: { stroke: color('--line'), width: 1 }, ticks: { show: false }, font: '12px system-ui' };
    return {
      width: this.box.clientWidth,
      height: HEIGHT,
      cursor: { show: false },
      legend: { show: false },
      scales: this.options.range ? { y: { range: this.options.range } } : {},
      axes: [{ ...axis, space: 90, values: clockTimes }, { ...axis, size: 46 }],
      series: [{}, ...this.options.series.map(([, label], index) => ({
        label, stroke: color(index === 0 ? '--accent' : '--series-2'), width: 2, points: { show: false }, spanGaps: true,
      }))],
    };
  }

  fit() {
    if (this.plot && this.box.clientWidth > 0) this.plot.setSize({ width: this.box.clientWidth, height: HEIGHT });
  }

  forget() {
    this.plot?.destroy();
    this.plot = null;
  }
}

/** The view "Run". */
class RunView {
  constructor() {
    this.points = [];
    this.charts = CHARTS.map((options) => new Chart(options));
    element('charts').append(...this.charts.map((chart) => chart.figure));
    this.values = TILES.map(([label]) => this.tile(label));
    addEventListener('resize', () => this.charts.forEach((chart) => chart.fit()));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      this.charts.forEach((chart) => chart.forget());
      this.draw();
    });
    status().then((first) => { this.points = [...first.series, ...this.points]; this.draw(); }, () => {});
  }

  tile(label) {
    const term = document.createElement('dt');
    term.textContent = label;
    const value = document.createElement('dd');
    value.textContent = '–';
    const box = document.createElement('div');
    box.append(term, value);
    element('tiles').append(box);
    return value;
  }

  update(fresh) {
    const last = this.points[this.points.length - 1];
    if (!last || fresh.now.at > last.at) this.points.push(fresh.now);
    if (this.points.length > POINTS) this.points.shift();
    TILES.forEach(([, value], index) => { this.values[index].textContent = value(fresh.now); });
    this.votes(fresh.last_votes);
    this.drift(fresh.drift);
    this.draw();
  }

  votes(votes) {
    element('votes-empty').hidden = votes.length > 0;
    element('votes').replaceChildren(...votes.map((vote) => row(
      cell(new Date(vote.at).toLocaleTimeString('en-GB')),
      cell(words(vote)),
      cell(vote.source),
      cell(vote.counted ? 'counted' : 'stored', vote.counted ? 'good' : ''),
    )));
  }

  drift(verdicts) {
    element('drift-empty').hidden = verdicts.length > 0;
    element('drift').replaceChildren(...verdicts.map((verdict) => row(
      cell(verdict.monitor),
      cell(number(verdict.value)),
      cell(verdict.threshold === 0 ? '–' : number(verdict.threshold)),
      verdict.threshold === 0
        ? cell('measured')
        : cell(verdict.drifting ? 'drifting' : 'steady', verdict.drifting ? 'warn' : 'good'),
    )));
  }

  draw() {
    if (!element('panel-run').hidden && this.points.length > 0) this.charts.forEach((chart) => chart.draw(this.points));
  }

  shown() {
    this.draw();
    this.charts.forEach((chart) => chart.fit());
  }
}

/** Starts the view. */
export function startRun() {
  return new RunView();
}
