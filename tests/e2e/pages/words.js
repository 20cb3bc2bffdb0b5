addEventListener('DOMContentLoaded', () => {
  const byId = (id) => document.getElementById(id)
  // Pages hold nodes, and look at what is written.
  window.held = byId('rewritten').firstChild
  window.sent = () => [...new FormData(byId('form'))].join(';')
})
