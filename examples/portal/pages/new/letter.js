const form = document.getElementById('letter');

function mark(name, message) {
  const field = form.elements[name].closest('.field');
  field.classList.toggle('bad', message !== '');
  field.querySelector('.error').textContent = message;
}

function problem(input) {
  const { validity } = input;
  if (validity.valueMissing) return '此项为必填项。';
  if (validity.patternMismatch) return '请填写11位手机号码，或带区号的固定电话。';
  if (validity.tooShort || input.value.trim().length < input.minLength) return `请至少填写${input.minLength}个字。`;
  return '';
}

function required() {
  return [...form.elements].filter((input) => input.required);
}

form.addEventListener('focusout', (event) => {
  if (event.target.required) mark(event.target.name, problem(event.target));
});

form.addEventListener('reset', () => {
  for (const input of required()) mark(input.name, '');
});

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  let first = null;
  for (const input of required()) {
    const message = problem(input);
    mark(input.name, message);
    if (message) first ??= input;
  }
  if (first) {
    first.focus();
    return;
  }
  const button = form.querySelector('button[type="submit"]');
  button.disabled = true;
  const answer = await fetch('/api/feedback', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(new FormData(form))),
  });
  const result = await answer.json();
  button.disabled = false;
  if (answer.ok) {
    const done = document.createElement('p');
    done.className = 'done';
    done.textContent = `来信已收到，编号${result.number}。请凭编号和联系电话查询答复。`;
    form.replaceChildren(done);
  } else {
    for (const [name, message] of Object.entries(result.errors ?? {})) mark(name, message);
  }
});
