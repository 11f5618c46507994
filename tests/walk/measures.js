// What the walk measures on a page in a browser. Each function returns the list of what is wrong, nothing when nothing is.
window.measures = (function () {
  'use strict'
  const LARGE = 'button, .button, .exit, summary, .choice, select, textarea, .tools a, .foot a, .back a, .desk-bar a, ' +
    'input:not([type=radio]):not([type=checkbox]):not([type=hidden])'

  function all (selector) { return Array.from(document.querySelectorAll(selector)) }

  function name (element) { return element.outerHTML.replace(/\s+/g, ' ').slice(0, 120) }

  // Words for screen readers alone, and what is closed or hidden, are not seen.
  function isSeen (element) {
    const isThere = element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
    return isThere && element.offsetWidth !== 1 && !element.closest('.sr, .trap, thead, .skip:not(:focus)')
  }

  function seen (selector) { return all(selector).filter(isSeen) }

  function isFramed (element) {
    const style = getComputedStyle(element)
    return style.display !== 'inline' && style.overflow !== 'visible'
  }

  function scrollsItself (element) {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowX === 'auto') return true
    }
    return false
  }

  return {
    // Opens every part, and goes to the beginning: axe takes what lies half under the bar for too small.
    openAll () {
      all('details').forEach(part => { part.open = true })
      scrollTo(0, 0)
    },

    isOneHeading () { return all('h1').length === 1 ? [] : [all('h1').length + ' first headings'] },

    // Nothing is wider than the screen, on either side: the side where a line begins cannot even be scrolled to.
    sideways () {
      const wide = document.documentElement.scrollWidth - innerWidth
      const out = seen('body *').filter(element => {
        const box = element.getBoundingClientRect()
        return box.width && (box.left < -0.5 || box.right > innerWidth + 0.5) && !scrollsItself(element)
      })
      const told = out.slice(0, 3).map(element => 'sticks out: ' + name(element))
      return wide > 0 ? ['scrolls sideways by ' + wide + ' px', ...told] : told
    },

    // No words are cut off by the box that they stand in.
    cut () {
      const boxes = seen('body *').filter(element => {
        if (!isFramed(element) || /^(input|textarea|select|svg|path|use)$/i.test(element.localName)) return false
        const style = getComputedStyle(element)
        const x = element.scrollWidth > element.clientWidth + 1 && /hidden|clip/.test(style.overflowX)
        const y = element.scrollHeight > element.clientHeight + 1 && /hidden|clip/.test(style.overflowY)
        return x || y
      })
      return boxes.map(element => 'cuts its words: ' + name(element))
    },

    // Nothing that is pressed lies over something else that is pressed, and no words of the bar under its button.
    overlaps () {
      const ways = seen('.exit, .name span, .tools a, .tools summary, .back a, main .button, main button')
      const boxes = ways.map(element => [element, element.getBoundingClientRect()]).filter(([, box]) => box.width)
      const found = []
      boxes.forEach(([one, a], place) => boxes.slice(place + 1).forEach(([other, b]) => {
        if (one.contains(other) || other.contains(one) || getComputedStyle(one.closest('.bar') || one).position === 'sticky' !== !!other.closest('.bar')) return
        const isOver = a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1
        if (isOver) found.push('lies over ' + name(other) + ': ' + name(one))
      }))
      return found
    },

    // What is pressed alone is 48 px high, but for rounding; nothing is under 24 px (axe knows the exceptions).
    small () {
      const low = seen(LARGE).filter(element => element.getBoundingClientRect().height < 47.5)
      return low.map(element => Math.round(element.getBoundingClientRect().height) + ' px high: ' + name(element))
    },

    // The way out stands in view at the end of the page and nothing lies over it.
    exitInView () {
      const exit = document.querySelector('.exit')
      if (!exit) return []
      scrollTo(0, document.body.scrollHeight)
      const box = exit.getBoundingClientRect()
      const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
      const isFree = box.top >= 0 && box.bottom <= innerHeight && top && top.closest('.exit')
      scrollTo(0, 0)
      return isFree ? [] : ['the way out is covered or out of view']
    },

    // Spacing as a reader may set it: WCAG 2.2, 1.4.12.
    space () {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}' +
        'p{margin-block-end:2em!important}')
      document.adoptedStyleSheets = [sheet]
    },

    // Where the keyboard is: named, seen to be there, and no part of it under something that sticks to the screen.
    focused () {
      const element = document.activeElement
      if (!element || element === document.body) return null
      const ring = element.closest('.choice') || element
      const looks = [getComputedStyle(element), getComputedStyle(element, '::after')]
      if (ring !== element) looks.push(getComputedStyle(ring.querySelector('label'), '::after'))
      const box = ring.getBoundingClientRect()
      const isMarked = looks.some(look => look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2)
      const points = [0.02, 0.5, 0.98].flatMap(x => [0.04, 0.5, 0.96].map(y => [box.left + box.width * x, box.top + box.height * y]))
      const over = points.filter(([x, y]) => {
        const top = document.elementFromPoint(x, y)
        const stuck = top && top.closest('.bar, .reach, .soon')
        return stuck && !stuck.contains(element)
      })
      const isInView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
      return { name: name(element), isMarked, isInView, covered: over.length > 0 }
    }
  }
})()
