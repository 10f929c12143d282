import { expect, it } from 'vitest'
import { said } from './volumes'

it('says what was entered, of the volumes that a plan names now', () => {
  const known = [{ id: 'bv' }, { id: 'pv' }]
  expect(said({ bv: 0, pv: null, cv: 5 }, known)).toEqual({ bv: 0 })
  expect(said({}, known)).toEqual({})
})
