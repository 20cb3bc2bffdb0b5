'use strict';

const list = document.getElementById('list');
const state = document.getElementById('state');
const kinds = document.getElementById('kinds');
const row = document.getElementById('row');
let services = [];

function show(kind) {
  const chosen = services.filter((service) => !kind || service.kind === kind);
  list.replaceChildren(...chosen.map((service) => {
    const item = row.content.firstElementChild.cloneNode(true);
    const name = item.querySelector('.name');
    name.textContent = service.title;
    name.href = service.address;
    item.querySelector('.meta').textContent = `${service.office}　承诺时限：${service.days}　${service.fee}`;
    item.querySelector('.tag').textContent = service.kind;
    const go = item.querySelector('.go');
    go.href = service.online ? '/login/' : service.address;
    go.classList.toggle('off', !service.online);
    if (!service.online) go.textContent = '窗口办理';
    return item;
  }));
  for (const chip of kinds.children) chip.classList.toggle('now', chip.dataset.kind === kind);
}

async function load() {
  try {
    const answer = await fetch('/api/matters.json');
    if (!answer.ok) throw new Error(String(answer.status));
    services = (await answer.json()).services;
  } catch {
    state.textContent = '事项清单暂时无法加载，请稍后再试，或拨打12345。';
    return;
  }
  for (const kind of new Set(services.map((service) => service.kind))) {
    const chip = document.createElement('span');
    chip.className = 'chip';
    chip.dataset.kind = kind;
    chip.textContent = kind;
    kinds.append(chip);
  }
  state.textContent = '';
  show('');
}

kinds.addEventListener('click', (event) => {
  const chip = event.target.closest('.chip');
  if (chip) show(chip.dataset.kind);
});
window.addEventListener('load', load);
