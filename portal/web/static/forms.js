// What script adds to a form: focus on what to put right, letters counted, parts opened, copying, one sending.
(function () {
  'use strict'
  var later = []

  function start () {
    later = []
    all('[data-take-focus]', function (box) { box.focus() })

    all('.problems a[href^="#"]', function (link) {
      link.addEventListener('click', function (event) {
        var input = document.getElementById(link.hash.slice(1))
        if (!input) return
        event.preventDefault()
        var part = (input.closest('fieldset') || input.parentNode).querySelector('legend, label') || input
        part.scrollIntoView()
        input.focus({ preventScroll: true })
      })
    })

    all('[data-shown-by]', function (box) {
      var input = document.getElementById(box.dataset.shownBy)
      if (!input) return
      function set () { box.hidden = !input.checked }
      all('input', function (other) { if (other.name === input.name) other.addEventListener('change', set) })
      later.push(set)
      set()
    })

    all('[data-counts]', function (note) {
      var area = document.getElementById(note.dataset.counts)
      if (!area) return
      var lang = document.documentElement.lang || 'en'
      var rules = window.Intl && Intl.PluralRules ? new Intl.PluralRules(lang) : { select: String }
      var limit = Number(note.dataset.limit)
      var samples = note.dataset.samples.split('|')
      var spoken = note.nextElementSibling
      var timer
      function words (list, number) {
        var forms = {}
        list.split('|').forEach(function (form, i) { forms[rules.select(Number(samples[i]))] = form })
        return (forms[rules.select(number)] || list.split('|').pop()).replace('{n}', number)
      }
      function count () {
        // the server counts a line break as one letter, and letters as Unicode does
        var left = limit - Array.from(area.value).length
        note.className = left < 0 ? 'count over' : 'count'
        note.textContent = left < 0 ? words(note.dataset.over, -left) : left <= limit / 4 ? words(note.dataset.left, left) : ''
        clearTimeout(timer)
        timer = setTimeout(function () { if (spoken.textContent !== note.textContent) spoken.textContent = note.textContent }, 1000)
      }
      area.addEventListener('input', count)
      later.push(count)
    })

    all('[data-copies]', function (button) {
      var code = document.getElementById(button.dataset.copies)
      var said = button.parentNode.querySelector('[role=status]')
      function say (isDone) { said.textContent = ''; setTimeout(function () { said.textContent = isDone ? button.dataset.copied : button.dataset.failed }, 100) }
      function byHand () {
        var range = document.createRange()
        range.selectNodeContents(code)
        var chosen = getSelection()
        chosen.removeAllRanges()
        chosen.addRange(range)
        try { say(document.execCommand('copy')) } catch (error) { say(false) }
      }
      button.hidden = false
      button.addEventListener('click', function () {
        var text = code.textContent.replace(/\s+/g, ' ').trim()
        if (navigator.clipboard) navigator.clipboard.writeText(text).then(function () { say(true) }, byHand)
        else byHand()
      })
    })

    all('form[data-once]', function (form) {
      var sent = 0
      form.addEventListener('submit', function (event) {
        var now = Date.now()
        if (now - sent < 3000) event.preventDefault()
        else sent = now
      })
      later.push(function () { sent = 0 })
    })
  }

  function all (selector, each) { document.querySelectorAll(selector).forEach(each) }
  function renew () { later.forEach(function (each) { each() }) }

  start()
  document.addEventListener('swapped', start)
  document.addEventListener('unsent', renew)
  window.addEventListener('pageshow', renew)
})()
