; relaxed
; Is there a request that LEFT allows and RIGHT does not?
; Both sides are identity policies. unsat: proved, there is none. sat: refuted, there is one.
(set-logic ALL)
(declare-const $action String)
(assert (str.in_re $action (re.++ (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))) (str.to_re ":") (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))))))
(declare-const |key:s3:max-keys is a number in another form| Bool)
(declare-const |key:s3:max-keys is a number| Bool)
(assert (=> |key:s3:max-keys is a number in another form| |key:s3:max-keys is a number|))
(declare-const |key:s3:max-keys| String)
(declare-const |key:s3:max-keys as number| Real)
(assert (=> (= |key:s3:max-keys| "+5") (and |key:s3:max-keys is a number| (= |key:s3:max-keys as number| 5.0) |key:s3:max-keys is a number in another form|)))
(assert (=> |key:s3:max-keys is a number| (str.in_re |key:s3:max-keys| (re.++ (re.union (str.to_re "") (str.to_re "+") (str.to_re "-")) (re.union (re.++ (re.+ (re.range "0" "9")) (re.union (str.to_re "") (re.++ (str.to_re ".") (re.* (re.range "0" "9"))))) (re.++ (str.to_re ".") (re.+ (re.range "0" "9")))) (re.union (str.to_re "") (re.++ (re.union (str.to_re "e") (str.to_re "E")) (re.union (str.to_re "") (str.to_re "+") (str.to_re "-")) ((_ re.loop 1 3) (re.range "0" "9"))))))))
(declare-const |assume number-forms = extended| Bool)
(declare-const |key:s3:max-keys is present| Bool)
; The question
(assert (and (str.in_re $action (re.++ (str.to_re "s3:") re.all)) (or (and (not |assume number-forms = extended|) (and |key:s3:max-keys is present| (and (and |key:s3:max-keys is a number| (not |key:s3:max-keys is a number in another form|)) (= |key:s3:max-keys as number| 5.0)))) (and |assume number-forms = extended| (and |key:s3:max-keys is present| (and |key:s3:max-keys is a number| (= |key:s3:max-keys as number| 5.0))))) (and |key:s3:max-keys is present| (= |key:s3:max-keys| "+5")) (not (and |key:s3:max-keys is present| (str.in_re |key:s3:max-keys| (re.++ (str.to_re "x") re.all))))))
(check-sat)
