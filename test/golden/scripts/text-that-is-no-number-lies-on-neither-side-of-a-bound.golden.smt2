; Is there a request that LEFT allows and RIGHT does not?
; Both sides are identity policies. unsat: proved, there is none. sat: refuted, there is one.
(set-logic ALL)
(declare-const $action String)
(assert (str.in_re $action (re.++ (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))) (str.to_re ":") (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))))))
(declare-const |key:s3:max-keys is a number in another form| Bool)
(declare-const |key:s3:max-keys is a number| Bool)
(assert (=> |key:s3:max-keys is a number in another form| |key:s3:max-keys is a number|))
(declare-const |key:s3:max-keys| String)
(assert (=> (= |key:s3:max-keys| "") (not |key:s3:max-keys is a number|)))
(define-fun let!1 () Bool (str.in_re $action (re.++ (str.to_re "s3:") re.all)))
(declare-const |assume number-forms = extended| Bool)
(define-fun let!2 () Bool (not |assume number-forms = extended|))
(declare-const |key:s3:max-keys is present| Bool)
(declare-const |key:s3:max-keys as number| Real)
(declare-const |assume null-empty-string = null| Bool)
; The question
(assert (and (or (and let!1 (or (and let!2 (and |key:s3:max-keys is present| (and (and |key:s3:max-keys is a number| (not |key:s3:max-keys is a number in another form|)) (< |key:s3:max-keys as number| 100.0)))) (and |assume number-forms = extended| (and |key:s3:max-keys is present| (and |key:s3:max-keys is a number| (< |key:s3:max-keys as number| 100.0)))))) (and let!1 (or (and let!2 (and |key:s3:max-keys is present| (and (and |key:s3:max-keys is a number| (not |key:s3:max-keys is a number in another form|)) (<= 100.0 |key:s3:max-keys as number|)))) (and |assume number-forms = extended| (and |key:s3:max-keys is present| (and |key:s3:max-keys is a number| (<= 100.0 |key:s3:max-keys as number|))))))) (not (and let!1 |key:s3:max-keys is present| (not (and |assume null-empty-string = null| (and |key:s3:max-keys is present| (= |key:s3:max-keys| ""))))))))
(check-sat)
