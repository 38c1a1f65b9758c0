import { expect, test } from 'vitest'
import { makeGuard } from './guard'

const guard = makeGuard([])

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.100.100.200',
  '127.0.0.1',
  '127.255.255.254',
  '168.63.129.16',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:a00:1',
  '::FFFF:169.254.169.254',
  '64:ff9b::7f00:1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
  'localhost',
  '',
])('%s is not for a webhook', (address) => expect(guard(address)).toBe('refused'))

test.each([
  '8.8.8.8',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.255.255',
  '100.128.0.1',
  '2606:4700::1111',
  '::ffff:8.8.8.8',
])('%s is', (address) => expect(guard(address)).toBe('open'))

test('what the operator named is reached, and nothing beside it', () => {
  const allow = makeGuard(['10.20.0.0/16', '127.0.0.1', 'fd00:1::/64'])
  expect(['10.20.255.1', '127.0.0.1', '::ffff:10.20.0.9', 'fd00:1::5'].map(allow)).toEqual(Array(4).fill('allowed'))
  expect(['10.21.0.1', '127.0.0.2', '::1', 'fd00:2::5'].map(allow)).toEqual(Array(4).fill('refused'))
})
