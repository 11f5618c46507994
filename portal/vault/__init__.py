"""The only cryptography of the portal, all of it from PyNaCl, itsdangerous, pyotp and the standard library."""
